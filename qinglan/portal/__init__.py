"""Floor 9: home page, desks, and how the parts come together."""
