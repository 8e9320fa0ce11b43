"""Verbs on to-dos."""
