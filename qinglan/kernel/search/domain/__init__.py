"""Verbs on the stored documents."""
