"""Tests of to-dos."""
