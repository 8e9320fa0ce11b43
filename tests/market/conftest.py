"""Fixtures of the market."""

from typing import Any

import pytest


@pytest.fixture
def who(db: None) -> dict[str, Any]:
    """Who takes part."""
    from tests.market import made

    return made.market()
