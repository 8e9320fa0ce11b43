"""A city, an organisation with people, and the office."""

from typing import Any

import pytest
from django.utils import translation

from tests.support.people import assign, join, person


@pytest.fixture(autouse=True)
def in_english() -> Any:
    """Messages are compared in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def city(db: None) -> Any:
    """A city with an east and a west."""
    from tests.parties.organisations.made import territories

    return territories()


@pytest.fixture
def people(city: Any) -> dict[str, Any]:
    """An officer of the city, one of the east, the security administrator, and people of a firm in the east."""
    from qinglan.kernel.codes.models import Territory

    east = Territory.objects.get(code="990101")
    found = {
        "officer": person("officer", "officer"),
        "east": person("east"),
        "security": person("security", "security"),
        "head": person("head"),
        "second": person("second"),
        "member": person("member"),
        "finance": person("finance"),
        "plain": person("plain"),
    }
    assign(found["east"], "officer", territory=east)
    return found


@pytest.fixture
def firm(people: dict[str, Any]) -> Any:
    """A verified firm in the east: one administrator, one member, one finance contact."""
    from tests.parties.organisations.made import verified

    made = verified(people["officer"])
    join(people["head"], made, "administrator")
    join(people["member"], made)
    join(people["finance"], made, "finance")
    return made


@pytest.fixture
def hidden(people: dict[str, Any]) -> Any:
    """A preloaded organisation in the east that nobody has claimed."""
    from tests.parties.organisations.made import preloaded

    return preloaded(people["officer"], 7)
