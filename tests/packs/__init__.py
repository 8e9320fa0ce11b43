"""Tests of the packs that the project ships."""
