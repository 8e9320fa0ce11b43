"""Floor 2: intellectual property and its status."""
