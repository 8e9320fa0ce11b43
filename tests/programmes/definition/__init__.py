"""Tests of definitions: reading, checking, the schemes that are shipped."""
