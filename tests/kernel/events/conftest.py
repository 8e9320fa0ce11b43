"""Streams of the tests: prefix ``test``, kinds ``tests.*``."""

from collections.abc import Iterator
from typing import Any

import pytest

from qinglan.kernel import events
from qinglan.kernel.events.kinds import KINDS
from qinglan.kernel.events.streams import PREFIXES


@pytest.fixture(autouse=True)
def _kinds_and_prefixes() -> Iterator[None]:
    events.register_prefix("test", "Tests")
    events.register_prefix(
        "open", "Open tests", visible=lambda user, stream: True, listed=lambda user, heads: heads
    )
    events.register_kind("tests.happened", "Something happened in a test.")
    yield
    del PREFIXES["test"], PREFIXES["open"], KINDS["tests.happened"]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture
def officer(db: None) -> Any:
    from qinglan.parties.domain.account import open_account, system_user

    return open_account(
        acting_user=system_user(),
        username="officer",
        password="long-enough-for-tests",
        display_name="Officer",
        role="officer",
    )
