"""Template tags: ``{% load qinglan %}``."""
