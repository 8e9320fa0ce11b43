"""Verbs on rights."""
