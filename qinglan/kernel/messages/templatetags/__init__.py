"""Template tags of messages."""
