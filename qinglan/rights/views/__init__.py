"""Pages about rights."""
