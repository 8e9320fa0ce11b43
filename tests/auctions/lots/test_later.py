"""What moves the dates of a disclosed lot: amendments by rule, certified outages; and the clock that begins and ends bids."""

import json
from datetime import timedelta
from typing import Any

import pytest

from qinglan.auctions.domain import lot_amendment, moments
from qinglan.auctions.lots.jobs import run_all
from qinglan.auctions.lots.measures import disclosed as measured
from qinglan.auctions.models import Lot, LotState
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.events.canonical import plain
from qinglan.kernel.events.models import Event
from qinglan.kernel.measures.result import Scope
from qinglan.kernel.outages.domain.outage import certify_outage
from qinglan.kernel.permissions import PermissionRefused
from qinglan.parties.domain.account import system_user
from tests.auctions.bidders.made import admitted
from tests.auctions.lots import made
from tests.support.people import assign, person

Who = dict[str, Any]


def amendments(lot: Lot) -> list[dict[str, Any]]:
    """What the events of its amendments say."""
    rows = Event.objects.filter(stream=lot.key, kind="auctions.lot-amended").order_by("sequence")
    return [json.loads(bytes(payload)) for payload in rows.values_list("payload", flat=True)]


def test_an_amendment_of_content_leaves_the_least_time(who: Who) -> None:
    lot = made.disclosed(who)
    soon = clock.now() + timedelta(days=1)
    Lot.objects.filter(pk=lot.pk).update(
        applications_until=soon, bids_from=soon, bids_until=soon + timedelta(hours=2)
    )
    lot.refresh_from_db()
    made_one = lot_amendment.amend(
        acting_user=who["host"], lot=lot, values={"terms": "付款分两期（演示）"}, reason="补充付款条件"
    )
    lot.refresh_from_db()
    assert lot.bids_from is not None
    assert lot.bids_until is not None
    assert lot.bids_from > soon + timedelta(days=3)
    assert lot.bids_until - lot.bids_from == timedelta(hours=2)
    assert lot.applications_until == lot.bids_from
    assert made_one.kind == "content"
    said = amendments(lot)
    assert [(one["reason"], sorted(one["after"])) for one in said] == [
        ("补充付款条件", ["applications_until", "bids_from", "bids_until", "terms"])
    ]
    assert said[0]["after"]["bids_from"] == plain(lot.bids_from)


@pytest.mark.parametrize(
    ("values", "reason", "field"),
    [
        ({"terms": "x"}, " ", "reason"),
        ({}, "x", None),
        ({"step": None}, "x", "step"),
        ({"deposit": 40_000_00}, "x", "deposit"),
    ],
)
def test_an_amendment_is_refused(who: Who, values: dict[str, Any], reason: str, field: str | None) -> None:
    lot = made.disclosed(who)
    with pytest.raises(Impossible) as refusal:
        lot_amendment.amend(acting_user=who["host"], lot=lot, values=values, reason=reason)
    assert refusal.value.field == field
    assert amendments(lot) == []


def test_a_deposit_stays_once_one_was_confirmed(who: Who) -> None:
    lot = made.disclosed(who)
    admitted(who, lot)
    with pytest.raises(Impossible) as refusal:
        lot_amendment.amend(
            acting_user=who["host"], lot=Lot.objects.get(pk=lot.pk), values={"deposit": 0}, reason="x"
        )
    assert refusal.value.field == "deposit"


def test_a_date_never_moves_to_an_earlier_one_and_owners_do_not_amend(who: Who) -> None:
    lot = made.disclosed(who)
    assert lot.bids_from is not None
    with pytest.raises(PermissionRefused):
        lot_amendment.amend(acting_user=who["member"], lot=lot, values={"terms": "x"}, reason="x")
    with pytest.raises(Impossible) as refusal:
        lot_amendment.amend(
            acting_user=who["host"],
            lot=lot,
            values={"bids_from": lot.bids_from - timedelta(hours=1)},
            reason="x",
        )
    assert refusal.value.field == "bids_from"


def test_an_outage_extends_the_deadlines_that_it_touched(who: Who) -> None:
    admin = person("operator")
    assign(admin, "administrator")
    now = clock.now()
    touched = made.disclosed(who)
    end = now - timedelta(minutes=5)
    Lot.objects.filter(pk=touched.pk).update(
        applications_until=end, bids_from=end + timedelta(minutes=30), bids_until=end + timedelta(hours=3)
    )
    later = made.disclosed(who, transfer_mode="exclusive")
    before = Lot.objects.get(pk=later.pk).bids_from
    outage = certify_outage(
        acting_user=admin,
        began=end - timedelta(hours=2),
        ended=end - timedelta(minutes=1),
        what="机房停电（演示）",
    )
    assert outage.extended == 1
    touched.refresh_from_db()
    later.refresh_from_db()
    assert later.bids_from == before
    assert touched.applications_until is not None
    shift = touched.applications_until - end
    assert shift >= timedelta(hours=12)
    assert (touched.bids_from, touched.bids_until) == (
        end + timedelta(minutes=30) + shift,
        end + timedelta(hours=3) + shift,
    )
    said = amendments(touched)
    assert [(one["kind"], one["reason"], sorted(one["after"])) for one in said] == [
        ("outage", "机房停电（演示）", ["applications_until", "bids_from", "bids_until"])
    ]


def test_an_outage_moves_the_end_of_running_bids(who: Who) -> None:
    admin = person("operator")
    assign(admin, "administrator")
    lot = made.disclosed(who)
    now = clock.now()
    Lot.objects.filter(pk=lot.pk).update(
        applications_until=now - timedelta(hours=4),
        bids_from=now - timedelta(hours=4),
        bids_until=now + timedelta(minutes=30),
    )
    assert moments.open_bidding(acting_user=system_user(), lot=lot)
    certify_outage(
        acting_user=admin,
        began=now - timedelta(hours=2),
        ended=now - timedelta(minutes=1),
        what="机房停电（演示）",
    )
    lot.refresh_from_db()
    assert lot.bids_until is not None
    assert lot.bids_until > now + timedelta(hours=12)
    assert moments.ends_at(lot) == lot.bids_until
    assert [one["kind"] for one in amendments(lot)] == ["outage"]


def test_the_clock_begins_and_ends_bids_once(who: Who) -> None:
    lot = made.disclosed(who, mode="fixed", deposit=0)
    run_all()
    lot.refresh_from_db()
    assert lot.state == LotState.DISCLOSED
    now = clock.now()
    Lot.objects.filter(pk=lot.pk).update(bids_from=now - timedelta(hours=2))
    run_all()
    lot.refresh_from_db()
    assert lot.state == LotState.BIDDING
    Lot.objects.filter(pk=lot.pk).update(bids_until=now - timedelta(hours=1))
    run_all()
    run_all()
    kinds = list(Event.objects.filter(stream=lot.key).values_list("kind", flat=True))
    assert (kinds.count("auctions.bidding-opened"), kinds.count("auctions.bidding-closed")) == (1, 1)
    with pytest.raises(PermissionRefused):
        moments.open_bidding(acting_user=who["host"], lot=lot)


def test_lots_are_measured_by_day_mode_and_state_without_training(who: Who) -> None:
    made.disclosed(who)
    made.disclosed(who, transfer_mode="exclusive", mode="fixed", deposit=0)
    made.disclosed(who, transfer_mode="sole", training=True)
    made.draft(who, transfer_mode="service")
    today = clock.today()
    scope = Scope(pack="test", territory=who["owner"].territory_id, on=today)
    found = [
        measured(scope).value,
        measured(scope, mode="fixed").value,
        measured(scope, state="bidding").value,
        measured(scope, year=today.year, month=today.month).value,
        measured(scope, year=today.year - 1).value,
    ]
    assert [int(value) for value in found if value is not None] == [2, 1, 0, 2, 0]
