"""Following the change log."""
