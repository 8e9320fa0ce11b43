"""Pages of event streams."""
