"""A city, an officer and what organisations are made of."""

from typing import Any

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english(request: Any) -> Any:
    """Messages are compared in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def city(db: None) -> Any:
    """A city with two districts."""
    from tests.parties.organisations.made import territories

    return territories()


@pytest.fixture
def officer(db: None) -> Any:
    """An officer who can log in."""
    from tests.parties.organisations.made import officer_account

    return officer_account()


@pytest.fixture
def claimant(db: None) -> Any:
    """A person without a role."""
    from tests.parties.organisations.made import person_account

    return person_account("claimant")
