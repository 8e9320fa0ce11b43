"""Two officials at once: first the race without the lock, then what the verbs make of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.plans.domain.item import confirm_item, correct_item
from qinglan.plans.domain.pack import load_plan
from qinglan.plans.domain.version import next_number, publish_version
from qinglan.plans.models import Plan, Quantity, Version
from tests.plans import sample
from tests.plans.sample import checks

pytestmark = pytest.mark.django_db(transaction=True)
TRIES = range(3)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run each act in a thread with a connection of its own; an expected exception as its type."""

    def run(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except (StaleEdit, Impossible, IntegrityError) as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_without_the_lock_both_correct_the_same_item_and_one_is_lost(version: Version) -> None:
    target = version.quantities.all()[0]
    both_have_read = Barrier(2, timeout=10)

    def naive(value: int) -> str:
        with transaction.atomic():
            read = Quantity.objects.get(pk=target.pk)
            assert read.revision == 0
            both_have_read.wait()
            read.value, read.revision = Decimal(value), read.revision + 1
            read.save()
        return "corrected"

    assert at_once(lambda: naive(31), lambda: naive(32)) == ["corrected", "corrected"]
    target.refresh_from_db()
    assert target.revision == 1  # Both were told that they had corrected it; one value is lost.


@pytest.mark.parametrize("attempt", TRIES)
def test_of_two_corrections_at_once_one_wins_and_one_is_told(
    version: Version, people: dict[str, Any], attempt: int
) -> None:
    target = version.quantities.all()[0]
    officers = [people["officer"], sample.person("colleague", "officer")]
    start = Barrier(2, timeout=10)

    def correct(who: Any, value: int) -> Decimal:
        start.wait()
        said = sample.content(value=Decimal(value))
        return correct_item(acting_user=who, item=target, content=said, seen_revision=0).value

    results = at_once(lambda: correct(officers[0], 31), lambda: correct(officers[1], 32))
    winners = [result for result in results if result is not StaleEdit]
    target.refresh_from_db()
    assert (len(winners), target.value, target.revision) == (1, winners[0], 1)


def test_without_the_lock_an_item_changes_after_publication(version: Version, officer: Any) -> None:
    sample.decide_all(officer, version)
    target = version.quantities.all()[0]
    both_have_looked = Barrier(2, timeout=10)
    is_published = Barrier(2, timeout=10)

    def naive_correct() -> str:
        with transaction.atomic():
            assert Version.objects.get(pk=version.pk).state == "reading"
            both_have_looked.wait()
            is_published.wait()
            Quantity.objects.filter(pk=target.pk).update(value=99)
        return "corrected"

    def naive_publish() -> str:
        with transaction.atomic():
            assert not version.quantities.filter(decision="proposed").exists()
            both_have_looked.wait()
            Version.objects.filter(pk=version.pk).update(state="published", published_at="2026-01-01T00:00Z")
        is_published.wait()
        return "published"

    assert at_once(naive_correct, naive_publish) == ["corrected", "published"]
    target.refresh_from_db()
    assert target.value == 99  # Readers see a number that nobody published.


@pytest.mark.parametrize("attempt", TRIES)
def test_a_correction_comes_before_publication_or_not_at_all(
    version: Version, officer: Any, attempt: int
) -> None:
    sample.decide_all(officer, version)
    target = version.quantities.all()[0]
    start = Barrier(2, timeout=10)

    def correct() -> str:
        start.wait()
        said = sample.content(value=Decimal(99))
        correct_item(acting_user=officer, item=target, content=said, seen_revision=target.revision)
        return "corrected"

    def publish() -> str:
        start.wait()
        publish_version(acting_user=officer, version=version, seen_revision=version.revision, checks=checks())
        return "published"

    results = at_once(correct, publish)
    target.refresh_from_db()
    version.refresh_from_db()
    assert (results, target.value) in [(["corrected", "published"], 99), ([Impossible, "published"], 30)]
    assert target.decided_at is not None
    assert version.published_at is not None
    assert target.decided_at < version.published_at


@pytest.mark.parametrize("attempt", TRIES)
def test_the_last_confirmation_and_publication_at_once_never_publish_an_open_item(
    version: Version, officer: Any, attempt: int
) -> None:
    sample.decide_all(officer, version)
    last = version.quantities.all()[0]
    Quantity.objects.filter(pk=last.pk).update(decision="proposed", decided_at=None)
    start = Barrier(2, timeout=10)

    def confirm() -> str:
        start.wait()
        confirm_item(acting_user=officer, item=last, seen_revision=last.revision)
        return "confirmed"

    def publish() -> str:
        start.wait()
        publish_version(acting_user=officer, version=version, seen_revision=version.revision, checks=checks())
        return "published"

    results = at_once(confirm, publish)
    version.refresh_from_db()
    last.refresh_from_db()
    assert (results, version.state, last.decision) in [
        (["confirmed", "published"], "published", "confirmed"),
        (["confirmed", Impossible], "reading", "confirmed"),
    ]


def test_without_the_lock_two_documents_get_the_same_number(version: Version, officer: Any) -> None:
    both_have_counted = Barrier(2, timeout=10)

    def naive() -> int:
        with transaction.atomic():
            number = next_number(Plan.objects.get(pk=version.plan_id))
            both_have_counted.wait()
            Version.objects.create(
                plan_id=version.plan_id,
                number=number,
                title="x",
                stage="final",
                created_by=officer,
                created_at="2026-01-01T00:00Z",
            )
        return number

    assert sorted(map(str, at_once(naive, naive))) == ["2", str(IntegrityError)]


@pytest.mark.parametrize("attempt", TRIES)
def test_of_the_same_text_taken_in_twice_at_once_one_stays(
    version: Version, officer: Any, city: Any, attempt: int
) -> None:
    start = Barrier(2, timeout=10)

    def take_in() -> int:
        start.wait()
        number: int = sample.take_in_plan(officer, city, sample.OTHER_TEXT).number
        return number

    assert sorted(map(str, at_once(take_in, take_in))) == ["2", str(Impossible)]
    assert list(version.plan.versions.order_by("number").values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize("attempt", TRIES)
def test_two_texts_taken_in_at_once_get_two_numbers(
    version: Version, officer: Any, city: Any, attempt: int
) -> None:
    start = Barrier(2, timeout=10)

    def take_in(text: str) -> int:
        start.wait()
        number: int = sample.take_in_plan(officer, city, text).number
        return number

    other = sample.TEXT.replace("30家", "50家")
    assert sorted(at_once(lambda: take_in(sample.OTHER_TEXT), lambda: take_in(other))) == [2, 3]


def test_without_the_lock_a_plan_is_opened_twice(city: Any) -> None:
    both_have_looked = Barrier(2, timeout=10)

    def naive() -> bool:
        with transaction.atomic():
            assert not Plan.objects.filter(slug="twice").exists()
            both_have_looked.wait()
            Plan.objects.create(slug="twice", title="x", territory=city)
        return True

    assert sorted(map(str, at_once(naive, naive))) == [str(IntegrityError), "True"]


@pytest.mark.parametrize("attempt", TRIES)
def test_two_loads_at_once_bring_one_version(
    tmp_path: Path, people: dict[str, Any], city: Any, attempt: int
) -> None:
    path = sample.write_plan(tmp_path)
    start = Barrier(2, timeout=10)

    def load() -> tuple[int, bool]:
        start.wait()
        version, new = load_plan(acting_user=people["system"], pack=sample.pack(tmp_path), path=path)
        return version.number, new

    assert sorted(at_once(load, load)) == [(1, False), (1, True)]
    assert (Plan.objects.count(), Version.objects.count()) == (1, 1)
