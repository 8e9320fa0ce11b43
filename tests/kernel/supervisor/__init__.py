"""Tests of `qinglan.kernel.supervisor`."""
