"""Fixtures of contacts."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Refusals and states are compared in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def both(db: None) -> dict[str, Any]:
    """Two organisations with their people, an officer, a public technology and a public need of the first."""
    from tests.market.contact import made

    return made.both()
