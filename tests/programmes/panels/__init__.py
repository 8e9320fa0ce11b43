"""Tests of panels, reviews and site visits."""
