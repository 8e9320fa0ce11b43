"""Kinds ``tests.*`` for the tests of the change log."""

from collections.abc import Iterator

import pytest

from qinglan.kernel import outbox
from qinglan.kernel.outbox.consumers import CONSUMERS
from qinglan.kernel.outbox.kinds import KINDS


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    from django.utils import translation

    before = dict(CONSUMERS)
    CONSUMERS.clear()
    outbox.register_kind("tests.changed", "Something changed in a test.")
    outbox.register_kind("tests.other", "Something else changed in a test.")
    with translation.override("en"):
        yield
    del KINDS["tests.changed"], KINDS["tests.other"]
    CONSUMERS.clear()
    CONSUMERS.update(before)
