"""Verbs on messages."""
