"""Tests of handling."""
