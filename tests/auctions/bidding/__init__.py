"""Tests of open bidding."""
