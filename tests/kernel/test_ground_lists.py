"""The lists of the ground floor ask the same number of questions, however many rows they show."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.kernel.documents import samples
from tests.support.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(db: None) -> Any:
    return person("officer", "officer")


def add_paper(officer: Any, number: int) -> None:
    from qinglan.kernel.documents.domain.paper import draft_paper

    draft_paper(acting_user=officer, content=samples.paper(), subject=f"test:{number}")


def add_clearance(officer: Any, number: int) -> None:
    from datetime import date

    from qinglan.kernel.disclosure.domain import Check, clear_for_publication

    check = Check("甲（演示）", date(2026, 1, 5), "表1")
    clear_for_publication(
        acting_user=officer,
        subject=f"plans.version:{number}",
        texts={"": "x"},
        secrecy=check,
        publication=check,
    )


def add_message(officer: Any, number: int) -> None:
    from qinglan.kernel.messages.domain.message import send_message
    from qinglan.kernel.messages.models import Delivery
    from qinglan.kernel.messages.own_templates import TRIAL

    with transaction.atomic():
        sent = send_message(acting_user=officer, recipients=[officer], template=TRIAL, values={})
    Delivery.objects.create(message=sent[0], channel="mail", address="a@example.cn")


def add_job(officer: Any, number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts, priority)"
            " VALUES ('default', 'messages.deliver', '{}', 'failed', 1, 0)"
        )


def add_account(officer: Any, number: int) -> None:
    from qinglan.kernel.ledger.domain.account import open_account

    open_account(acting_user=officer, owner=f"lot:{number}", purpose="保证金", custodian="甲银行专户")


def add_posting(officer: Any, number: int) -> None:
    """A posting and its reversal on the accounts of the first call."""
    from qinglan.kernel.ledger.domain.posting import post
    from qinglan.kernel.ledger.domain.posting import reverse as undo
    from qinglan.kernel.ledger.models import Account
    from tests.kernel.ledger.books import RECEIPT, make_accounts

    accounts = list(Account.objects.order_by("pk")) or make_accounts(officer)
    posted = post(
        acting_user=officer,
        entries={accounts[0]: -100, accounts[1]: 100},
        text="保证金",
        receipt=RECEIPT,
        key=f"k{number}",
    )
    undo(acting_user=officer, posting=posted, text="误记", receipt=RECEIPT, key=f"r{number}")


def statement() -> str:
    from qinglan.kernel.ledger.models import Account

    return reverse("ledger:account", args=[Account.objects.order_by("pk")[1].pk])


LISTS: dict[str, tuple[Callable[[Any, int], None], Callable[[], str]]] = {
    "papers": (add_paper, lambda: reverse("documents:papers")),
    "clearances": (add_clearance, lambda: reverse("disclosure:list")),
    "inbox": (add_message, lambda: reverse("messaging:inbox")),
    "sent": (add_message, lambda: reverse("messaging:log")),
    "jobs": (add_job, lambda: reverse("jobs:list")),
    "accounts": (add_account, lambda: reverse("ledger:list")),
    "statement": (add_posting, statement),
    "streams": (add_paper, lambda: reverse("events:list")),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_as_much_for_many_rows_as_for_one(client: Any, officer: Any, name: str) -> None:
    add, address = LISTS[name]
    client.force_login(person("operator", "administrator") if name in ("sent", "jobs") else officer)
    counts, rows = [], []
    for number in range(1, 5):
        add(officer, number)
        client.get(address())  # what is kept for a while is asked for outside
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address())
        counts.append(len(queries))
        rows.append(page.context["list"].count)
    assert rows == sorted(set(rows))
    assert counts == [counts[0]] * 4


def test_the_number_of_unread_messages_costs_one_query(client: Any, officer: Any) -> None:
    client.force_login(officer)
    for number in range(3):
        add_message(officer, number)
    client.get("/verify/")
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/verify/?lang=en").content.decode()
    asked = [query["sql"] for query in queries if "messaging_message" in query["sql"]]
    assert (len(asked), "3 unread messages" in page) == (1, True)
    client.logout()
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/verify/?lang=en").content.decode()
    assert ([q for q in queries if "messaging_message" in q["sql"]], "unread" in page) == ([], False)


def test_the_numbers_alone_for_live_pages(client: Any, officer: Any) -> None:
    add_message(officer, 1)
    client.force_login(officer)
    page = client.get("/counts/?lang=en").content.decode()
    assert ("1 unread message" in page, "<html" in page, 'data-q-counts="/counts/"' in page) == (
        True,
        False,
        True,
    )
