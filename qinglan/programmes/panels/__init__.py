"""Experts: the draw, reviews, score sheets and site visits."""
