"""What happens in the ledger stands in the streams of its accounts."""

import json
from datetime import timedelta

import pytest
from django.db import transaction

from qinglan.kernel.clock.domain.setting import change_clock
from qinglan.kernel.events.models import Event
from qinglan.kernel.ledger.domain.account import close_account, open_account
from qinglan.kernel.ledger.domain.posting import post, reverse
from qinglan.kernel.ledger.refusals import Refused
from tests.kernel.ledger.books import RECEIPT


def stream(name):
    return [
        (event.kind, json.loads(bytes(event.payload)))
        for event in Event.objects.filter(stream=name).order_by("sequence")
    ]


def receipt():
    return {"number": "回单-001", "custodian": "甲银行专户", "date": "2026-01-05"}


def test_openings_postings_reversals_and_closings(officer, accounts):
    outside, lot, other, _ = accounts
    posted = post(acting_user=officer, entries={outside: -500, lot: 500}, text="t", receipt=RECEIPT, key="k")
    post(acting_user=officer, entries={outside: -500, lot: 500}, text="t", receipt=RECEIPT, key="k")
    undone = reverse(acting_user=officer, posting=posted, text="t", receipt=RECEIPT, key="r")
    close_account(acting_user=officer, account=lot)
    opening = {"owner": "lot:1", "purpose": "deposit", "custodian": "甲银行专户", "may_overdraw": False}
    assert stream(f"ledger:{lot.pk}") == [
        ("ledger.account-opened", {"account": lot.pk, **opening}),
        (
            "ledger.posted",
            {
                "posting": posted.id,
                "key": "k",
                "receipt": receipt(),
                "amounts": {str(outside.pk): "-500", str(lot.pk): "500"},
            },
        ),
        (
            "ledger.reversed",
            {
                "posting": undone.id,
                "key": "r",
                "receipt": receipt(),
                "reverses": posted.id,
                "amounts": {str(outside.pk): "500", str(lot.pk): "-500"},
            },
        ),
        ("ledger.account-closed", {"account": lot.pk}),
    ]
    assert [kind for kind, _payload in stream(f"ledger:{outside.pk}")] == ["ledger.account-opened"]
    assert [kind for kind, _payload in stream(f"ledger:{other.pk}")] == ["ledger.account-opened"]


def test_a_movement_between_two_held_accounts_stands_in_both_streams(officer, accounts):
    outside, first, second, _ = accounts
    post(acting_user=officer, entries={outside: -5, first: 5}, text="t", receipt=RECEIPT, key="a")
    post(acting_user=officer, entries={first: -5, second: 5}, text="t", receipt=RECEIPT, key="b")
    found = [[payload.get("key") for _kind, payload in stream(f"ledger:{one.pk}")] for one in (first, second)]
    assert found == [[None, "a", "b"], [None, "b"]]


def test_money_among_accounts_outside_stands_in_the_first_stream(officer, accounts):
    outside = accounts[0]
    world = open_account(acting_user=officer, owner="w", purpose="p", custodian="c", may_overdraw=True)
    post(acting_user=officer, entries={world: -5, outside: 5}, text="t", receipt=RECEIPT, key="a")
    assert [kind for kind, _ in stream(f"ledger:{outside.pk}")] == ["ledger.account-opened", "ledger.posted"]


def test_a_refused_posting_leaves_no_event(officer, accounts):
    with transaction.atomic(), pytest.raises(Refused):
        post(
            acting_user=officer, entries={accounts[1]: -5, accounts[2]: 5}, text="t", receipt=RECEIPT, key="a"
        )
    assert [kind for kind, _ in stream(f"ledger:{accounts[1].pk}")] == ["ledger.account-opened"]


def test_a_change_of_the_clock_is_an_event(officer):
    from qinglan.parties.domain.account import system_user

    change = change_clock(acting_user=system_user(), ahead=timedelta(hours=1), factor=60, reason="rehearsal")
    (kind, payload), *more = stream("clock:setting")
    assert (kind, payload["ahead_seconds"], payload["factor"], more) == ("clock.changed", 3600, 60, [])
    assert payload["shown_after"].startswith(change.shown_after.strftime("%Y-%m-%dT%H:%M:%S."))
