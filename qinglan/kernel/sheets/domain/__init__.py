"""Verbs on checked files."""
