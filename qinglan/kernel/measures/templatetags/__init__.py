"""Template tags of measures."""
