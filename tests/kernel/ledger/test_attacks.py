"""What the database refuses whoever asks, the owner of the tables included."""

import psycopg
import pytest

from qinglan.kernel.ledger import queries
from qinglan.kernel.ledger.domain.posting import post
from tests.kernel.ledger.books import RECEIPT, make_accounts, make_officer

POSTING = (
    "INSERT INTO ledger_posting (id, key, posted_at, text, receipt_number, receipt_custodian, receipt_date, actor_id)"
    " VALUES (77, 'x', now(), 't', '1', 'c', '2026-01-01', 1); "
)
ENTRY = "INSERT INTO ledger_entry (posting_id, account_id, amount) VALUES "
DOLLARS = (
    "INSERT INTO ledger_account (owner, purpose, custodian, currency, may_overdraw, opened_at, opened_by_id)"
    " VALUES ('a', 'b', 'c', 'USD', true, now(), 1)"
)
ATTACKS = [
    "UPDATE ledger_account SET owner = owner",
    "UPDATE ledger_posting SET text = text",
    "UPDATE ledger_entry SET amount = amount",
    "UPDATE ledger_balance SET amount = amount",
    "DELETE FROM ledger_account",
    "DELETE FROM ledger_posting",
    "DELETE FROM ledger_entry",
    "DELETE FROM ledger_balance",
    "TRUNCATE ledger_account CASCADE",
    "TRUNCATE ledger_posting CASCADE",
    "TRUNCATE ledger_entry",
    "TRUNCATE ledger_balance",
    "UPDATE ledger_balance SET amount = amount + 1",
    "UPDATE ledger_balance SET may_overdraw = true",
    "UPDATE ledger_balance SET account_id = account_id + 100",
    "INSERT INTO ledger_balance (account_id, amount, may_overdraw) VALUES (99, 100, true)",
    POSTING + ENTRY + "(77, 1, -5), (77, 2, 6)",  # unbalanced
    POSTING + ENTRY + "(77, 1, -5); " + ENTRY + "(77, 2, 5)",  # not together
    POSTING + ENTRY + "(77, 2, -5000), (77, 1, 5000)",  # overdrawn
    ENTRY + "(1, 3, -5), (1, 4, 5)",  # added to a posting that is in the books
    POSTING + ENTRY + "(77, 98, -5), (77, 99, 5)",  # no such accounts
    ENTRY + "(78, 1, -5), (78, 2, 5)",  # no such posting
    POSTING,  # without entries
    POSTING + ENTRY + "(77, 1, -5), (77, 2, 5)",  # past the function, balances left behind
    "SELECT ledger_say_why_not('{1,2}', '{-5,5}', '2026-01-01', now())",  # judges, and writes nothing
    DOLLARS,
]


@pytest.fixture
def books(fresh_database):
    """A database with one posting of 500 分 from account 1 to account 2."""
    officer = make_officer()
    accounts = make_accounts(officer)
    post(
        acting_user=officer,
        entries={accounts[0]: -500, accounts[1]: 500},
        text="保证金",
        receipt=RECEIPT,
        key="k1",
    )
    assert [account.pk for account in accounts] == [1, 2, 3, 4]
    return fresh_database


@pytest.mark.parametrize("role", ["app", "owner"])
def test_every_attack_is_refused_and_changes_nothing(books, role):
    open_doors = []
    for attack in ATTACKS:
        with books.connect(role) as connection:
            try:
                connection.execute(attack)
                connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
                open_doors.append(attack)
            except psycopg.Error:
                pass
            connection.rollback()
    assert open_doors == []
    with books.connect("owner") as connection:
        rows = connection.execute("SELECT account_id, amount FROM ledger_balance ORDER BY 1").fetchall()
        counts = connection.execute(
            "SELECT count(*), (SELECT count(*) FROM ledger_entry) FROM ledger_posting"
        ).fetchone()
    assert (rows, counts, queries.faults()) == ([(1, -500), (2, 500), (3, 0), (4, 0)], (1, 2), [])


def test_the_application_writes_by_the_function_alone(books):
    with books.connect("app") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(POSTING)


def test_the_reader_cannot_post(books):
    with books.connect("reader") as connection:
        connection.execute("SET default_transaction_read_only = off")
        connection.commit()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT ledger_post('k', 1, 't', '1', 'c', '2026-01-01', '{1,2}', '{-5,5}')")


def test_faults_are_found_once_the_guards_are_taken_away(books):
    with books.connect("owner") as connection:
        connection.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        connection.execute("UPDATE ledger_entry SET amount = 501 WHERE account_id = 2")
    assert [(fault.kind, fault.subject, fault.expected, fault.found) for fault in queries.faults()] == [
        ("balance", 2, 501, 500),
        ("posting", 1, 0, 1),
    ]
