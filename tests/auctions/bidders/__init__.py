"""Tests of bidders."""
