"""What the tests of lots share."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Refusals are compared in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def who(db: None) -> dict[str, Any]:
    """The people of an auction."""
    from tests.auctions.lots import made

    return made.people()
