"""The pages of the ledger, its health and its command."""

import pytest
from django.contrib.auth import get_user_model

from qinglan.kernel.ledger import health
from qinglan.kernel.ledger.domain.posting import post, reverse
from tests.kernel.ledger.books import RECEIPT, make_accounts, make_officer
from tests.support.commands import here, in_a_process
from tests.support.people import assign


def test_accounts_with_their_balances(client, officer, accounts):
    post(
        acting_user=officer,
        entries={accounts[0]: -123_45, accounts[1]: 123_45},
        text="t",
        receipt=RECEIPT,
        key="k",
    )
    client.force_login(officer)
    rows = client.get("/ledger/").context["list"].table.values
    assert [(str(row[0]).partition(">")[2], *row[1:5]) for row in rows] == [
        ("lot:1</a>", "deposit", "甲银行专户", "123.45", "正常"),
        ("lot:2</a>", "deposit", "甲银行专户", "0.00", "正常"),
        ("lot:3</a>", "deposit", "甲银行专户", "0.00", "正常"),
        ("outside</a>", "payments", "甲银行专户", "-123.45", "正常，可透支"),
    ]


def test_a_statement_shows_receipts_and_reversals(client, officer, accounts, django_assert_max_num_queries):
    posted = post(
        acting_user=officer,
        entries={accounts[0]: -500, accounts[1]: 500},
        text="保证金",
        receipt=RECEIPT,
        key="k",
    )
    undone = reverse(acting_user=officer, posting=posted, text="误记", receipt=RECEIPT, key="r")
    client.force_login(officer)
    page = client.get(f"/ledger/{accounts[1].pk}/")
    assert [[row[0], *row[2:]] for row in page.context["list"].table.values] == [
        [str(undone.id), "误记", "-5.00", "回单-001<br>甲银行专户<br>2026-01-05", f"冲正第{posted.id}号"],
        [
            str(posted.id),
            "保证金",
            "5.00",
            "回单-001<br>甲银行专户<br>2026-01-05",
            f"已由第{undone.id}号冲正",
        ],
    ]
    assert client.get("/ledger/999999/").status_code == 404


@pytest.mark.parametrize(("role", "status"), [("auditor", 200), ("administrator", 403), ("security", 403)])
def test_who_sees_it(client, db, role, status):
    user = get_user_model().objects.create(username=role)
    assign(user, role)
    client.force_login(user)
    assert client.get("/ledger/").status_code == status


def test_health_and_command(fresh_database, tmp_path):
    officer = make_officer()
    accounts = make_accounts(officer)
    post(
        acting_user=officer, entries={accounts[0]: -500, accounts[1]: 500}, text="t", receipt=RECEIPT, key="k"
    )

    sound = (0, ["4 accounts, 1 postings, 0 faults"], [])
    assert in_a_process(fresh_database, tmp_path, "ledger", "check") == sound
    assert (health.look().word, here("ledger", "check")) == ("up", sound)
    with fresh_database.connect("owner") as connection:
        connection.execute("ALTER TABLE ledger_balance DISABLE TRIGGER USER")
        connection.execute("UPDATE ledger_balance SET amount = 501 WHERE account_id = 2")
    wrong = "balance 2: 500 expected, 501 found"
    assert (health.look().word, health.look().detail) == ("wrong", wrong)
    assert here("ledger", "check") == (1, ["4 accounts, 1 postings, 1 faults"], [wrong])
