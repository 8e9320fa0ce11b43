"""Tests of `qinglan.kernel`."""
