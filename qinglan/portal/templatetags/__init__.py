"""Template tags of the front pages."""
