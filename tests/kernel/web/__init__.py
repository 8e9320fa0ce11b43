"""Tests of the pages' common ground."""
