"""Posting, reversing, closing: what is written, and every refusal."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.ledger import queries
from qinglan.kernel.ledger.domain.account import close_account, open_account
from qinglan.kernel.ledger.domain.posting import post, reverse
from qinglan.kernel.ledger.models import Account, Entry, Posting
from qinglan.kernel.ledger.refusals import Refused
from qinglan.kernel.permissions import PermissionRefused
from tests.kernel.ledger.books import RECEIPT


def book(officer, entries, key="k1", **values):
    return post(
        **{"acting_user": officer, "entries": entries, "text": "保证金", "receipt": RECEIPT, "key": key}
        | values
    )


def balances(accounts):
    return [queries.balance(account) for account in accounts]


def test_a_posting_moves_two_accounts_and_keeps_its_receipt(officer, accounts):
    outside, lot, *_ = accounts
    before = clock.now()
    posted = book(officer, {outside: -500_00, lot: 500_00})
    assert before <= posted.posted_at <= clock.now()
    assert posted.repeated is False
    stored = Posting.objects.values().get()
    assert stored == {
        "id": posted.id,
        "key": "k1",
        "posted_at": posted.posted_at,
        "text": "保证金",
        "receipt_number": "回单-001",
        "receipt_custodian": "甲银行专户",
        "receipt_date": date(2026, 1, 5),
        "reverses_id": None,
        "actor_id": officer.pk,
    }
    assert list(Entry.objects.order_by("account_id").values_list("posting_id", "account_id", "amount")) == [
        (posted.id, outside.pk, -500_00),
        (posted.id, lot.pk, 500_00),
    ]
    assert (balances(accounts), queries.faults()) == ([-500_00, 500_00, 0, 0], [])


def test_a_posting_may_have_many_entries(officer, accounts):
    outside, first, second, third = accounts
    book(officer, {outside: -600, first: 100, second: 200, third: 300})
    assert balances(accounts) == [-600, 100, 200, 300]


def test_the_same_request_is_posted_once(officer, accounts):
    outside, lot, *_ = accounts
    first = book(officer, {outside: -500, lot: 500})
    book(officer, {outside: 500, lot: -500}, key="k2")
    again = book(officer, {lot: 500, outside: -500})
    assert (again.id, again.posted_at, again.repeated) == (first.id, first.posted_at, True)
    assert (balances(accounts), Posting.objects.count()) == ([0, 0, 0, 0], 2)


@pytest.mark.parametrize(
    "change",
    [
        {"text": "other"},
        {"receipt": replace(RECEIPT, number="2")},
        {"receipt": replace(RECEIPT, custodian="b")},
        {"receipt": replace(RECEIPT, issued_on=date(2026, 1, 6))},
        {"amount": 501},
    ],
)
def test_a_key_is_not_used_for_something_else(officer, accounts, change):
    outside, lot, *_ = accounts
    first = book(officer, {outside: -500, lot: 500})
    amount = change.pop("amount", 500)
    with pytest.raises(Refused) as caught:
        book(officer, {outside: -amount, lot: amount}, **change)
    assert (caught.value.code, caught.value.subject, balances(accounts)[1]) == ("key_used", first.id, 500)


def test_refusals_say_why_and_leave_nothing_behind(officer, accounts):
    outside, lot, second, third = accounts
    ghost = Account(pk=999_999, owner="x", purpose="y", custodian="z")
    close_account(acting_user=officer, account=third)
    cases = [
        ({outside: -5, lot: 4}, "unbalanced", None),
        ({outside: -5}, "unbalanced", None),
        ({}, "unbalanced", None),
        ({outside: 0, lot: 0}, "amount", None),
        ({outside: -(10**17) - 1, lot: 10**17 + 1}, "amount", None),
        ({lot: -1, outside: 1}, "overdrawn", lot.pk),
        ({lot: -1, second: 1}, "overdrawn", lot.pk),
        ({outside: -1, third: 1}, "closed", third.pk),
        ({outside: -1, ghost: 1}, "unknown_account", ghost.pk),
    ]
    found = []
    for number, (entries, _code, _subject) in enumerate(cases):
        with pytest.raises(Refused) as caught:
            book(officer, entries, key=f"case {number}")
        found.append((caught.value.code, caught.value.subject))
    assert found == [(code, subject) for _entries, code, subject in cases]
    assert (balances(accounts), Posting.objects.count()) == ([0, 0, 0, 0], 0)


def test_balances_do_not_run_over(officer, accounts):
    outside, lot, *_ = accounts
    for n in range(92):
        book(officer, {outside: -(10**17), lot: 10**17}, key=f"n{n}")
    with pytest.raises(Refused) as caught:
        book(officer, {outside: -(10**17), lot: 10**17}, key="one too many")
    assert (caught.value.code, queries.balance(lot), queries.faults()) == ("amount", 92 * 10**17, [])


def test_a_receipt_of_the_future_is_refused(officer, accounts):
    outside, lot, *_ = accounts
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(Refused) as caught:
        book(officer, {outside: -5, lot: 5}, receipt=replace(RECEIPT, issued_on=tomorrow))
    assert caught.value.code == "future_receipt"
    book(officer, {outside: -5, lot: 5}, receipt=replace(RECEIPT, issued_on=clock.today()))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": " "}, "text"),
        ({"key": ""}, "key"),
        ({"key": "x" * 101}, "key"),
        ({"receipt": replace(RECEIPT, number="")}, "receipt_number"),
        ({"receipt": replace(RECEIPT, custodian="")}, "receipt_custodian"),
    ],
)
def test_what_is_missing_is_named(officer, accounts, values, field):
    with pytest.raises(Impossible) as caught:
        book(officer, {accounts[0]: -5, accounts[1]: 5}, **values)
    assert caught.value.field == field


def test_a_posting_is_reversed_once_and_stays(officer, accounts):
    outside, lot, *_ = accounts
    posted = book(officer, {outside: -500, lot: 500})
    undone = reverse(acting_user=officer, posting=posted, text="误记", receipt=RECEIPT, key="r1")
    same = reverse(
        acting_user=officer, posting=Posting.objects.get(pk=posted.id), text="误记", receipt=RECEIPT, key="r1"
    )
    assert (balances(accounts), same.id, same.repeated) == ([0, 0, 0, 0], undone.id, True)
    codes = []
    for target, key in ((posted, "r2"), (undone, "r3"), (replace(posted, id=999_999), "r4")):
        with pytest.raises(Refused) as caught:
            reverse(acting_user=officer, posting=target, text="误记", receipt=RECEIPT, key=key)
        codes.append((caught.value.code, caught.value.subject))
    assert codes == [("reversed_already", posted.id), ("reversal", undone.id), ("no_posting", 999_999)]
    assert (Posting.objects.count(), queries.faults()) == (2, [])


def test_money_that_is_gone_is_not_taken_back(officer, accounts):
    outside, lot, second, _ = accounts
    posted = book(officer, {outside: -500, lot: 500})
    book(officer, {lot: -400, second: 400}, key="k2")
    with pytest.raises(Refused) as caught:
        reverse(acting_user=officer, posting=posted, text="误记", receipt=RECEIPT, key="r1")
    assert (caught.value.code, caught.value.subject) == ("overdrawn", lot.pk)


def test_an_account_is_closed_when_it_is_empty_and_for_good(officer, accounts):
    outside, lot, *_ = accounts
    book(officer, {outside: -5, lot: 5})
    codes = []
    for act in range(3):
        try:
            close_account(acting_user=officer, account=lot)
            codes.append("closed now")
        except Refused as refused:
            codes.append(refused.code)
        if act == 0:
            book(officer, {outside: 5, lot: -5}, key="k2")
    assert codes == ["not_empty", "closed now", "closed"]


def test_an_account_is_opened_once(officer, accounts):
    names = {"owner": "lot:1", "purpose": "deposit", "custodian": "甲银行专户"}
    assert open_account(acting_user=officer, **names) == accounts[1]
    with pytest.raises(Impossible):
        open_account(acting_user=officer, **names, may_overdraw=True)
    with pytest.raises(Impossible) as caught:
        open_account(acting_user=officer, **names | {"custodian": " "})
    assert caught.value.field == "custodian"


def test_only_an_officer_writes(officer, accounts):
    stranger = get_user_model().objects.create(username="stranger")
    outside, lot, *_ = accounts
    posted = book(officer, {outside: -5, lot: 5})
    acts = [
        lambda: book(stranger, {outside: -5, lot: 5}, key="k2"),
        lambda: reverse(acting_user=stranger, posting=posted, text="t", receipt=RECEIPT, key="r"),
        lambda: open_account(acting_user=stranger, owner="a", purpose="b", custodian="c"),
        lambda: close_account(acting_user=stranger, account=lot),
    ]
    for act in acts:
        with pytest.raises(PermissionRefused):
            act()
    assert (balances(accounts)[:2], Posting.objects.count()) == ([-5, 5], 1)


def test_a_refusal_does_not_spoil_the_transaction_around_it(officer, accounts):
    with transaction.atomic():
        with pytest.raises(Refused):
            book(officer, {accounts[1]: -5, accounts[0]: 5})
        book(officer, {accounts[0]: -5, accounts[1]: 5}, key="k2")
    assert balances(accounts)[:2] == [-5, 5]


def test_statements_balances_of_the_past_and_receipts(officer, accounts):
    outside, lot, *_ = accounts
    first = book(officer, {outside: -500, lot: 500})
    second = book(officer, {outside: 200, lot: -200}, key="k2", receipt=replace(RECEIPT, number="回单-002"))
    assert [(entry.posting_id, entry.amount) for entry in queries.statement(lot)] == [
        (first.id, 500),
        (second.id, -200),
    ]
    assert [
        queries.balance_at(lot, datetime(2000, 1, 1, tzinfo=UTC)),
        queries.balance_at(lot, first.posted_at),
        queries.balance_at(lot, second.posted_at),
    ] == [0, 500, 300]
    assert [posting.pk for posting in queries.of_receipt("回单-002")] == [second.id]
