"""The clock is set in these tests, and runs again after each."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def true_clock() -> Iterator[None]:
    """Let the clock run again after the test."""
    yield
    from tests.programmes.notices.noticing import run_clock

    run_clock()
