"""Verbs on contracts."""
