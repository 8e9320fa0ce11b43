"""One's own account: data, password, sessions, logins."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.parties.accounts.conftest import PASSWORD, Outbox, account, words

pytestmark = pytest.mark.django_db
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0 Safari/537.36"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile MicroMessenger/8.0.50"


def entered(enter: Callable[..., Any], name: str = "li", **extra: Any) -> Client:
    client = Client()
    enter(name, client=client, **extra)
    return client


def test_the_name_is_changed_at_once(enter: Callable[..., Any]) -> None:
    li = account("li")
    client = entered(enter)
    assert client.post("/account/name/", {"display_name": "  李  某 "}).url == "/account/"  # type: ignore[attr-defined]
    li.refresh_from_db()
    assert li.display_name == "李 某"


@pytest.mark.parametrize(
    ("typed", "field", "kept"),
    [("139 0013 9000", "mobile", "13900139000"), ("New@Example.org", "email", "new@example.org")],
)
def test_a_contact_changes_when_the_code_sent_there_is_entered(
    typed: str, field: str, kept: str, enter: Callable[..., Any], outbox: Outbox
) -> None:
    li = account("li", mobile="13800138000", email="old@example.org")
    client = entered(enter)
    assert client.post("/account/contact/", {"contact": typed}).url == "/account/contact/confirm/"  # type: ignore[attr-defined]
    li.refresh_from_db()
    before = getattr(li, field)
    assert client.post("/account/contact/confirm/", {"code": outbox.last(kept)}).url == "/account/"  # type: ignore[attr-defined]
    li.refresh_from_db()
    assert (before != kept, getattr(li, field)) == (True, kept)


def test_a_contact_of_another_account_is_refused_after_the_code_only(
    enter: Callable[..., Any], outbox: Outbox
) -> None:
    li = account("li", mobile="13800138000")
    account("wu", mobile="13900139000")
    client = entered(enter)
    assert client.post("/account/contact/", {"contact": "13900139000"}).url == "/account/contact/confirm/"  # type: ignore[attr-defined]
    code = outbox.last("13900139000")
    refused = client.post("/account/contact/confirm/?lang=en", {"code": code})
    li.refresh_from_db()
    assert (words(refused), li.mobile) == (["This mobile number belongs to another account."], "13800138000")


def test_a_code_for_one_contact_confirms_no_other(enter: Callable[..., Any], outbox: Outbox) -> None:
    li = account("li", mobile="13800138000")
    client = entered(enter)
    client.post("/account/contact/", {"contact": "13900139000"})
    session = client.session
    session["q_new_contact"] = [session["q_new_contact"][0], "13700137000"]
    session.save()
    client.post("/account/contact/confirm/", {"code": outbox.last("13900139000")})
    li.refresh_from_db()
    assert li.mobile == "13800138000"


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(enter: Callable[..., Any]) -> None:
    account("li")
    here, there = entered(enter), entered(enter)
    new = {"new_password1": "ein ganz neuer Satz", "new_password2": "ein ganz neuer Satz"}
    wrong = here.post("/account/password/?lang=en", {"old_password": "x", **new})
    assert words(wrong) == ["The present password is wrong."]
    assert here.post("/account/password/", {"old_password": PASSWORD, **new}).url == "/account/"  # type: ignore[attr-defined]
    assert (here.get("/account/").status_code, there.get("/account/").status_code) == (200, 302)


def test_sessions_are_listed_and_ended_one_by_one_and_all(enter: Callable[..., Any]) -> None:
    account("li")
    here = entered(enter, HTTP_USER_AGENT=CHROME, REMOTE_ADDR="192.0.2.1")
    phone = entered(enter, HTTP_USER_AGENT=PHONE, REMOTE_ADDR="192.0.2.2")
    third, fourth = entered(enter), entered(enter)
    rows = here.get("/account/?lang=en").context["sessions"]
    assert sorted((row["device"], row["address"], row["current"]) for row in rows) == [
        ("Chrome 128, Windows", "192.0.2.1", True),
        ("WeChat 8.0.50, Android", "192.0.2.2", False),
        ("unknown device", "127.0.0.1", False),
        ("unknown device", "127.0.0.1", False),
    ]
    number = next(row["number"] for row in rows if row["address"] == "192.0.2.2")
    here.post("/account/sessions/end/", {"number": number})
    alive = [client.get("/account/").status_code for client in (here, phone, third, fourth)]
    here.post("/account/sessions/end/")
    after = [client.get("/account/").status_code for client in (here, phone, third, fourth)]
    assert (alive, after) == ([200, 302, 200, 200], [200, 302, 302, 302])


def test_nobody_ends_the_session_of_another(enter: Callable[..., Any]) -> None:
    account("li")
    account("wu")
    li, wu = entered(enter), entered(enter, "wu")
    number = li.get("/account/").context["sessions"][0]["number"]
    wu.post("/account/sessions/end/", {"number": number})
    assert li.get("/account/").status_code == 200


def test_no_session_key_stands_on_a_page(enter: Callable[..., Any]) -> None:
    account("li")
    client = entered(enter)
    assert client.session.session_key not in client.get("/account/").content.decode()


def test_ones_own_logins_stand_on_the_page_and_those_of_others_do_not(enter: Callable[..., Any]) -> None:
    account("li")
    account("wu")
    enter("li", "wrong", REMOTE_ADDR="198.51.100.7")
    enter("wu", REMOTE_ADDR="203.0.113.77")
    page = entered(enter).get("/account/?lang=en").content.decode()
    assert ("198.51.100.7" in page, "refused: wrong" in page, "203.0.113.77" in page) == (True, True, False)


def test_sessions_know_their_account_and_strangers_have_none(enter: Callable[..., Any]) -> None:
    from qinglan.parties.models import Session

    li = account("li")
    Client().get("/account/login/")
    entered(enter)
    assert list(Session.objects.values_list("user", flat=True)) == [li.pk]


def test_a_session_is_noted_as_alive_once_a_minute(
    enter: Callable[..., Any], django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    account("li")
    client = entered(enter)
    with CaptureQueriesContext(connection) as queries:
        client.get("/account/name/")
    assert [query["sql"] for query in queries if "UPDATE" in query["sql"]] == []
