"""Tests of the calendar and of legal periods."""
