"""The ledger is held equal to a plain reference in Python, attacks included."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from qinglan.kernel.ledger import queries
from qinglan.kernel.ledger.domain.account import close_account, open_account
from qinglan.kernel.ledger.domain.posting import Posted, post, reverse
from qinglan.kernel.ledger.models import Account, Entry, Posting
from qinglan.kernel.ledger.refusals import Refused
from tests.kernel.ledger.books import RECEIPT, make_officer

LIMIT = 10**17


@dataclass
class Reference:
    """The ledger as one would write it on paper."""

    may_overdraw: list[bool] = field(default_factory=list)
    closed: set[int] = field(default_factory=set)
    postings: list[dict[int, int]] = field(default_factory=list)
    requests: dict[str, tuple[int, dict[int, int], int | None]] = field(default_factory=dict)
    reversed: dict[int, int] = field(default_factory=dict)
    reversals: set[int] = field(default_factory=set)

    def balance(self, account: int) -> int:
        return sum(entries.get(account, 0) for entries in self.postings)

    def post(self, key: str, entries: Mapping[int, int], reverses: int | None = None) -> str:
        """The code of the refusal, "repeated" or "posted"."""
        entries = dict(entries)
        if len(entries) < 2:
            return "unbalanced"
        if not all(amount != 0 and abs(amount) <= LIMIT for amount in entries.values()):
            return "amount"
        if sum(entries.values()) != 0:
            return "unbalanced"
        if reverses is not None and reverses in self.reversed:
            earlier = self.requests.get(key)
            if earlier is None or earlier[2] != reverses:
                return "reversed_already"
        if key in self.requests:
            same = self.requests[key][1:] == (entries, reverses)
            return "repeated" if same else "key_used"
        if self.closed & entries.keys():
            return "closed"
        if any(
            not self.may_overdraw[one] and self.balance(one) + amount < 0 for one, amount in entries.items()
        ):
            return "overdrawn"
        self.postings.append(entries)
        number = len(self.postings) - 1
        self.requests[key] = (number, entries, reverses)
        if reverses is not None:
            self.reversed[reverses] = number
            self.reversals.add(number)
        return "posted"

    def reverse(self, key: str, number: int) -> str:
        if number in self.reversals:
            return "reversal"
        return self.post(key, {account: -amount for account, amount in self.postings[number].items()}, number)


KEYS = st.integers(0, 12).map("key {}".format)
AMOUNTS = st.one_of(st.integers(-30, 30), st.sampled_from([LIMIT, -LIMIT, LIMIT + 1, 2**62]))
ATTACKS = [
    "UPDATE ledger_balance SET amount = amount + 1",
    "UPDATE ledger_entry SET amount = -amount",
    "UPDATE ledger_posting SET text = 'x'",
    "DELETE FROM ledger_entry",
    "DELETE FROM ledger_posting",
    "TRUNCATE ledger_entry, ledger_posting, ledger_balance, ledger_account CASCADE",
]


class Books(RuleBasedStateMachine):
    """Each example works in one transaction, which is rolled back at its end."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.officer = make_officer()
        self.reference = Reference()
        self.accounts: list[Account] = []
        self.posted: list[Posted] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize()
    def world(self) -> None:
        self.open(True)
        self.open(False)

    @rule(may_overdraw=st.booleans())
    def open(self, may_overdraw: bool) -> None:
        if len(self.accounts) < 6:
            self.accounts.append(
                open_account(
                    acting_user=self.officer,
                    owner=f"owner {len(self.accounts)}",
                    purpose="deposit",
                    custodian="甲",
                    may_overdraw=may_overdraw,
                )
            )
            self.reference.may_overdraw.append(may_overdraw)

    @rule(key=KEYS, data=st.data(), balanced=st.booleans())
    def post(self, key: str, data: st.DataObject, balanced: bool) -> None:
        numbers = st.integers(0, len(self.accounts) - 1)
        entries = data.draw(st.dictionaries(numbers, AMOUNTS, max_size=4))
        if balanced and len(entries) > 1:
            last = next(iter(entries))
            entries[last] = -sum(amount for account, amount in entries.items() if account != last)
        if any(abs(amount) > 2**63 - 1 for amount in entries.values()):
            return
        expected = self.reference.post(key, entries)
        self._compare(
            expected,
            key,
            lambda: post(
                acting_user=self.officer,
                entries={self.accounts[number]: amount for number, amount in entries.items()},
                text="t",
                receipt=RECEIPT,
                key=key,
            ),
        )

    @rule(key=KEYS, data=st.data())
    def reverse(self, key: str, data: st.DataObject) -> None:
        if not self.posted:
            return
        number = data.draw(st.integers(0, len(self.posted) - 1))
        expected = self.reference.reverse(key, number)
        target = self.posted[number]
        self._compare(
            expected,
            key,
            lambda: reverse(acting_user=self.officer, posting=target, text="t", receipt=RECEIPT, key=key),
        )

    def _compare(self, expected: str, key: str, act: Callable[[], Posted]) -> None:
        if expected not in ("posted", "repeated"):
            with pytest.raises(Refused) as caught:
                act()
            assert caught.value.code == expected
            return
        posted = act()
        assert expected == ("repeated" if posted.repeated else "posted")
        if posted.repeated:
            assert posted.id == self.posted[self.reference.requests[key][0]].id
        else:
            self.posted.append(posted)

    @rule(data=st.data())
    def close(self, data: st.DataObject) -> None:
        number = data.draw(st.integers(0, len(self.accounts) - 1))
        if number in self.reference.closed:
            expected = "closed"
        else:
            expected = "not_empty" if self.reference.balance(number) else ""
        try:
            close_account(acting_user=self.officer, account=self.accounts[number])
            found = ""
            self.reference.closed.add(number)
        except Refused as refused:
            found = refused.code
        assert found == expected

    @rule(attack=st.sampled_from(ATTACKS))
    def attack(self, attack: str) -> None:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)

    @invariant()
    def books_are_equal(self) -> None:
        place = {account.pk: number for number, account in enumerate(self.accounts)}
        found: dict[int, dict[int, int]] = {}
        for posting, account, amount in Entry.objects.values_list("posting_id", "account_id", "amount"):
            found.setdefault(posting, {})[place[account]] = amount
        assert [found[posted.id] for posted in self.posted] == self.reference.postings
        assert Posting.objects.count() == len(self.posted)
        balances = [queries.balance(account) for account in self.accounts]
        assert balances == [self.reference.balance(number) for number in range(len(self.accounts))]

    @invariant()
    def books_are_in_order(self) -> None:
        assert queries.faults() == []


@pytest.mark.django_db
def test_the_ledger_is_equal_to_the_reference() -> None:
    run_state_machine_as_test(
        Books, settings=settings(max_examples=30, stateful_step_count=25, deadline=None)
    )
