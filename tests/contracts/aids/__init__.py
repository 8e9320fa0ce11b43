"""Tests of the tax aids."""
