"""Tests of writing a contract."""
