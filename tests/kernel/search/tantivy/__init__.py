"""The engine on disk."""
