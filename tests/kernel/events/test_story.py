"""Events of a story: many streams at once, chained as any other, at the times of the story."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from qinglan.kernel import clock
from qinglan.kernel.clock.story import telling
from qinglan.kernel.events.appending import OutsideTransaction
from qinglan.kernel.events.models import Event
from qinglan.kernel.events.story import Told, append_told
from qinglan.kernel.events.verification import verify_stream
from tests.kernel.events.log import add, exported, run_script

LONG_AGO = datetime(2025, 3, 2, 9, 30, tzinfo=UTC)


def told(stream: str, number: int) -> Told:
    return Told(
        stream, "tests.happened", {"what": f"绿色{number}"}, "user:7", LONG_AGO + timedelta(days=number)
    )


@pytest.mark.django_db
def test_each_stream_has_its_chain_at_the_times_of_the_story(settings: Any, tmp_path: Any) -> None:
    settings.DEMONSTRATION = True
    with transaction.atomic():
        count = append_told([told("test:b", 0), told("test:a", 1), told("test:b", 2)])
    add(stream="test:b")
    rows = Event.objects.filter(stream__startswith="test:").order_by("stream", "sequence")
    assert (count, [(r.stream, r.sequence, r.time) for r in rows][:3]) == (
        3,
        [
            ("test:a", 1, LONG_AGO + timedelta(days=1)),
            ("test:b", 1, LONG_AGO),
            ("test:b", 2, LONG_AGO + timedelta(days=2)),
        ],
    )
    assert [(verify_stream(name).checked, verify_stream(name).fault) for name in ("test:a", "test:b")] == [
        (1, ""),
        (3, ""),
    ]
    file = tmp_path / "b.jsonl"
    file.write_bytes(exported("test:b"))
    assert run_script(file)[0] == 0


@pytest.mark.django_db
def test_an_event_of_a_verb_bears_the_time_of_the_story_too(settings: Any) -> None:
    settings.DEMONSTRATION = True
    with telling(LONG_AGO):
        last = add(stream="test:a")
    assert (last.time, clock.now() > LONG_AGO) == (LONG_AGO, True)


@pytest.mark.django_db
def test_production_takes_none(settings: Any) -> None:
    settings.DEMONSTRATION = False
    with transaction.atomic(), pytest.raises(ValueError, match="demonstration mode"):
        append_told([told("test:a", 0)])


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_appended(settings: Any) -> None:
    settings.DEMONSTRATION = True
    with pytest.raises(OutsideTransaction):
        append_told([told("test:a", 0)])
