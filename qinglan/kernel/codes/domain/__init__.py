"""Verbs on code lists."""
