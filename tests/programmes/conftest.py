"""People for programmes. Models are imported inside the fixtures: pytest reads this file first."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Messages are compared in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def city(db: None) -> Any:
    """A city with two districts."""
    from tests.parties.organisations.made import territories

    return territories()


@pytest.fixture
def officer(city: Any) -> Any:
    """An officer of the whole city who can log in."""
    from tests.parties.organisations.made import officer_account

    return officer_account()
