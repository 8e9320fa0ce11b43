"""Directions of texts."""
