"""The invented city and the people in it. Texts of the domain are compared in English.

Models are imported inside the fixtures: pytest reads this file before Django is set up.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.plans import sample


@pytest.fixture
def english() -> Iterator[None]:
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture
def city(db: None) -> Any:
    return sample.make_city()


@pytest.fixture
def people(db: None) -> dict[str, Any]:
    """Everybody who may meet a plan, by what he is."""
    from django.contrib.auth.models import AnonymousUser

    from qinglan.parties.domain.account import system_user

    return {
        "stranger": AnonymousUser(),
        "no role": sample.person("nobody"),
        "administrator": sample.person("administrator", "administrator"),
        "officer": sample.person("officer", "officer"),
        "system": system_user(),
    }


@pytest.fixture
def officer(people: dict[str, Any]) -> Any:
    return people["officer"]


@pytest.fixture
def version(officer: Any, city: Any) -> Any:
    """A version that is being confirmed: four targets, one rule, three bodies."""
    return sample.take_in_plan(officer, city)
