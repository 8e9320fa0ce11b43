"""Tests of `qinglan.kernel.database`."""
