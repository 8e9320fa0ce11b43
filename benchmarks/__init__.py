"""Measurements of Qinglan's parts, run by make."""
