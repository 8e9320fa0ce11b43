"""Tests; README.md beside this file says how they stand on the database."""
