"""The race for the last 分: it happens without the lock, and not with `ledger_post`."""

import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from qinglan.kernel.ledger import queries
from qinglan.kernel.ledger.domain.posting import post
from tests.kernel.ledger.books import RECEIPT, make_accounts, make_officer

POST = "SELECT repeated FROM ledger_post(%s, %s, 't', '1', 'c', '2026-01-01', %s::bigint[], %s::bigint[])"


@pytest.fixture
def books(fresh_database):
    """100 分 on account 2, which may not be overdrawn."""
    officer = make_officer()
    accounts = make_accounts(officer)
    post(
        acting_user=officer,
        entries={accounts[0]: -100, accounts[1]: 100},
        text="保证金",
        receipt=RECEIPT,
        key="k",
    )
    return fresh_database, officer, accounts


def test_without_a_lock_the_same_money_is_spent_twice(books):
    """The naive way on a bare table: read, judge, write. Both find 100 分 and both take them."""
    database, _officer, _accounts = books
    with database.connect("owner") as connection:
        connection.execute("CREATE TABLE bare AS SELECT account_id, amount FROM ledger_balance")
    barrier = threading.Barrier(2)

    def spend():
        with database.connect("owner") as connection:
            (standing,) = connection.execute("SELECT amount FROM bare WHERE account_id = 2").fetchone()
            barrier.wait(5)
            if standing >= 100:
                connection.execute("UPDATE bare SET amount = amount - 100 WHERE account_id = 2")

    with ThreadPoolExecutor(2) as pool:
        for future in [pool.submit(spend), pool.submit(spend)]:
            future.result()
    with database.connect("owner") as connection:
        assert connection.execute("SELECT amount FROM bare WHERE account_id = 2").fetchone() == (-100,)


def test_with_the_function_one_of_many_spends_it(books):
    database, officer, accounts = books
    barrier = threading.Barrier(8)

    def spend(number):
        with database.connect("app") as connection:
            barrier.wait(5)
            try:
                connection.execute(POST, [f"s{number}", officer.pk, [2, 1], [-100, 100]])
            except psycopg.Error as error:
                return error.sqlstate
            return "posted"

    with ThreadPoolExecutor(8) as pool:
        outcome = sorted(pool.map(spend, range(8)))
    assert (outcome, queries.balance(accounts[1]), queries.faults()) == (["QL005"] * 7 + ["posted"], 0, [])


def test_one_request_sent_eight_times_at_once_is_posted_once(books):
    database, officer, accounts = books
    barrier = threading.Barrier(8)

    def send(_number):
        with database.connect("app") as connection:
            barrier.wait(5)
            return connection.execute(POST, ["same", officer.pk, [2, 1], [-60, 60]]).fetchone()[0]

    with ThreadPoolExecutor(8) as pool:
        repeated = sorted(pool.map(send, range(8)))
    assert (repeated, queries.balance(accounts[1])) == ([False] + [True] * 7, 40)


def test_one_posting_reversed_eight_times_at_once_is_reversed_once(books):
    database, officer, accounts = books
    barrier = threading.Barrier(8)
    call = "SELECT repeated FROM ledger_post(%s, %s, 't', '1', 'c', '2026-01-01', NULL, NULL, 1)"

    def undo(number):
        with database.connect("app") as connection:
            barrier.wait(5)
            try:
                connection.execute(call, [f"u{number}", officer.pk])
            except psycopg.Error as error:
                return error.sqlstate
            return "posted"

    with ThreadPoolExecutor(8) as pool:
        outcome = sorted(pool.map(undo, range(8)))
    assert (outcome, queries.balance(accounts[1]), queries.faults()) == (["QL008"] * 7 + ["posted"], 0, [])


def test_locks_taken_in_the_order_of_the_request_wait_for_each_other(books):
    """What the order in `ledger_post` prevents: A locks 3 then 4, B locks 4 then 3."""
    database, _officer, _accounts = books
    barrier = threading.Barrier(2)
    lock = "SELECT 1 FROM ledger_balance WHERE account_id = %s FOR NO KEY UPDATE"

    def take(first, second):
        with database.connect("owner") as connection:
            connection.execute(lock, [first])
            barrier.wait(5)
            try:
                connection.execute(lock, [second])
            except psycopg.errors.DeadlockDetected:
                return "deadlock"
            return "done"

    with ThreadPoolExecutor(2) as pool:
        outcome = sorted(f.result() for f in [pool.submit(take, 3, 4), pool.submit(take, 4, 3)])
    assert outcome == ["deadlock", "done"]


def test_opposite_postings_never_wait_for_each_other(books):
    database, officer, accounts = books
    with database.connect("app") as connection:
        connection.execute(POST, ["fund", officer.pk, [1, 3, 4], [-2000, 1000, 1000]])

    def shuttle(number):
        pair = [3, 4] if number % 2 else [4, 3]
        with database.connect("app", autocommit=True) as connection:
            for turn in range(40):
                connection.execute(POST, [f"{number}/{turn}", officer.pk, pair, [-1, 1]])
        return "done"

    with ThreadPoolExecutor(6) as pool:
        outcome = list(pool.map(shuttle, range(6)))
    assert (outcome, [queries.balance(account) for account in accounts[2:]], queries.faults()) == (
        ["done"] * 6,
        [1000, 1000],
        [],
    )
