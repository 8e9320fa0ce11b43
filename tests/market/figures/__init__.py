"""Figures of the market."""
