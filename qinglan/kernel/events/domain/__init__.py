"""Verbs on event streams and anchors."""
