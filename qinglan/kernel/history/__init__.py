"""What changed in mutable rows, who changed it, and in which request. See docs/history.md."""
