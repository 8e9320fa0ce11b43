"""Qinglan: the software on which a city runs its green technology innovation system."""

__version__ = "0.1.0"
