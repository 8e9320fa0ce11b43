"""What the tests of shared income have in common."""

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
    """The people of a university and its partner."""
    from tests.contracts.sharing import made

    return made.people()
