"""Programmes: every scheme of a plan on one interpreter; a scheme is data, never code."""
