"""What is decided on a plan becomes an event, in the same transaction as the decision."""

import json
import time
from typing import Any

import pytest
from django.db import transaction

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.events.models import Event
from qinglan.kernel.events.verification import verify_all
from qinglan.kernel.outbox import changes
from qinglan.plans.domain.item import confirm_all, confirm_item, correct_item, drop_item
from qinglan.plans.domain.version import publish_version, withdraw_version
from qinglan.plans.models import Version
from tests.plans.sample import checks, content, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def events_of(version: Version) -> list[tuple[str, str, dict[str, Any]]]:
    rows = Event.objects.filter(stream=f"plan:{version.plan.slug}").order_by("sequence")
    return [(row.kind, row.actor, json.loads(bytes(row.payload))) for row in rows]


def test_the_life_of_a_version_is_on_record(version: Version, officer: Any) -> None:
    first, second = version.quantities.all()[:2]
    confirm_item(acting_user=officer, item=first, seen_revision=0)
    drop_item(acting_user=officer, item=second, seen_revision=0)
    confirm_item(acting_user=officer, item=version.bodies.all()[0], seen_revision=0)
    confirm_all(acting_user=officer, version=version)
    found = events_of(version)
    assert [kind for kind, _actor, _payload in found] == [
        "plans.read-in",
        "plans.item-confirmed",
        "plans.item-dropped",
        "plans.item-confirmed",
        "plans.items-confirmed",
    ]
    assert {actor for _kind, actor, _payload in found} == {f"user:{officer.pk}"}
    first.refresh_from_db()
    assert found[1][2] == {
        "action": first.action,
        "article": first.article.number,
        "comparator": first.comparator,
        "deadline": first.deadline,
        "indicator": first.indicator,
        "item": first.slug,
        "kind": first.kind,
        "per": first.per,
        "quote": first.quote,
        "revision": 1,
        "strength": first.strength,
        "unit": first.unit,
        "upper": None,
        "value": f"{first.value:f}",
        "version": version.number,
    }
    assert [finding.fault for finding in verify_all()] == [""]


def test_publication_and_withdrawal_are_on_record(version: Version, officer: Any) -> None:
    published = publish(officer, version)
    withdraw_version(
        acting_user=officer, version=published, reason="misread", seen_revision=published.revision
    )
    assert [(kind, payload) for kind, _actor, payload in events_of(version)][-2:] == [
        ("plans.published", {"reason": "", "version": version.number}),
        ("plans.withdrawn", {"reason": "misread", "version": version.number}),
    ]


def test_what_is_refused_leaves_no_event(version: Version, officer: Any) -> None:
    before = events_of(version)
    with pytest.raises(Impossible):
        publish_version(acting_user=officer, version=version, seen_revision=version.revision, checks=checks())
    with pytest.raises(Impossible):
        correct_item(
            acting_user=officer,
            item=version.quantities.get(slug="target-1"),
            content=content(quote="not there"),
            seen_revision=0,
        )
    assert events_of(version) == before


def arrived(after: changes.Position) -> list[changes.Change]:
    """What follows `after`. Transactions of other tests on the same server hold the log back a while."""
    until = time.monotonic() + 20
    while not (found := changes.read_after(after, 100)) and time.monotonic() < until:
        time.sleep(0.02)
    return found


@pytest.mark.django_db(transaction=True)
def test_followers_learn_what_changed_when_it_is_committed(version: Version, officer: Any) -> None:
    last = arrived(changes.BEGINNING)[-1].position
    item = version.quantities.all()[0]
    with transaction.atomic():
        confirm_item(acting_user=officer, item=item, seen_revision=0)
        assert changes.read_after(last, 100) == []
    assert [(change.kind, change.key) for change in arrived(last)] == [("plans.changed", version.plan.slug)]
