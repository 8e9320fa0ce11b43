"""Tests of code lists, numbers and their checks."""
