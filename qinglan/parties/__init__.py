"""Floor 1: people and organisations."""
