"""Tests of the income from service inventions."""
