"""The city of the tests and the people in it. Domain texts are compared in English.

Models are imported inside the fixtures: pytest reads this file before Django is set up.
"""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

PASSWORD = "long-enough-for-tests"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    from django.utils import translation

    with translation.override("en"):
        yield


def account(name: str, role: str) -> Any:
    """An account in one role."""
    from qinglan.parties.domain.account import open_account, system_user

    return open_account(
        acting_user=system_user(),
        username=name,
        password=PASSWORD,
        display_name=name.title(),
        role=role,
        demonstration=True,  # logs in without a second factor
    )


@pytest.fixture
def officer(db: None) -> Any:
    return account("officer", "officer")


@pytest.fixture
def other_officer(db: None) -> Any:
    return account("other", "officer")


@pytest.fixture
def administrator(db: None) -> Any:
    return account("administrator", "administrator")


@pytest.fixture
def city(db: None) -> ModuleType:
    from tests.kernel.measures import city as built

    built.build()
    return built
