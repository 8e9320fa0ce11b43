"""Whole walks through the system in a browser: one person or office after another, as they would click."""
