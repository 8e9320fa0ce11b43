"""Named querysets over programmes, and the twins of permissions."""
