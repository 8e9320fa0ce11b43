"""Tests of the money of contracts."""
