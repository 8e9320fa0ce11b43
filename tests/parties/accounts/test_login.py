"""Logging in by password and by code."""

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.parties.accounts.conftest import PASSWORD, Outbox, account, words

WRONG = "The user name or the password is wrong. Check both; capital letters count in the password."
LOCKED = "Too many wrong tries. Wait and try again later, set a new password by code, or ask the security administrator."
NO_CODE = "The code is wrong or no longer valid. Look at it once more, or ask for a new one."

pytestmark = pytest.mark.django_db


def outcomes() -> list[tuple[str | None, str, str]]:
    from qinglan.parties.models import Login

    rows = Login.objects.order_by("id").select_related("account")
    return [(row.account and row.account.username, row.method, row.outcome) for row in rows]


@pytest.mark.parametrize(
    "typed", ["li", "13800138000", "138 0013 8000", "+86 138-0013-8000", "Li@Example.org"]
)
def test_one_account_is_found_by_name_mobile_and_mailbox(typed: str, enter: Callable[..., Any]) -> None:
    account("li", mobile="13800138000", email="li@example.org")
    answer = enter(typed)
    assert (answer.status_code, answer.url) == (302, "/desk/")
    assert outcomes() == [("li", "password", "entered")]


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(enter: Callable[..., Any]) -> None:
    account("li")
    answers = [enter("li", "wrong"), enter("nobody-at-all", "wrong")]
    assert [(answer.status_code, words(answer)) for answer in answers] == [(200, [WRONG])] * 2
    assert outcomes() == [("li", "password", "wrong"), (None, "password", "wrong")]


def test_a_closed_account_hears_so_only_with_the_right_password(enter: Callable[..., Any]) -> None:
    account("li", is_active=False)
    assert words(enter("li", "wrong")) == [WRONG]
    assert words(enter("li")) == ["This account is closed. Ask the administrator."]
    assert outcomes() == [("li", "password", "wrong"), ("li", "password", "closed")]


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_nobody_is_led_to_another_site(target: str) -> None:
    account("li")
    data = {"username": "li", "password": PASSWORD, "next": target}
    assert Client().post("/account/login/", data).url == "/desk/"  # type: ignore[attr-defined]


def test_one_goes_on_to_where_one_was_going() -> None:
    account("li")
    data = {"username": "li", "password": PASSWORD, "next": "/plans/?q=x"}
    assert Client().post("/account/login/", data).url == "/plans/?q=x"  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["li", "nobody-at-all"])
def test_a_name_is_locked_whether_somebody_has_it_or_not(name: str, enter: Callable[..., Any]) -> None:
    account("li")
    answers = [words(enter(name, "wrong")) for _ in range(11)]
    assert answers == [[WRONG]] * 10 + [[LOCKED]]
    assert words(enter(name)) == [LOCKED]  # the right password too


def test_locks_grow_and_open_by_themselves(enter: Callable[..., Any]) -> None:
    account("li")
    waits = []
    addresses = (f"192.0.2.{number}" for number in itertools.cycle(range(250)))

    def guess() -> list[str]:
        return words(enter("li", "wrong", REMOTE_ADDR=next(addresses)))

    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(10):
            guess()
        for _ in range(8):
            minutes = 0
            while guess() == [LOCKED]:
                minutes += 1
                clock.shift(timedelta(minutes=1))
            waits.append(minutes)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


def test_a_right_password_wipes_the_tries(enter: Callable[..., Any]) -> None:
    account("li")
    for _ in range(3):
        for _ in range(9):
            enter("li", "wrong")
        assert enter("li").status_code == 302


def test_an_address_is_locked_over_all_names(enter: Callable[..., Any]) -> None:
    account("li")
    for number in range(100):
        enter(f"name-{number}", "wrong", REMOTE_ADDR="192.0.2.7")
    assert words(enter("li", REMOTE_ADDR="192.0.2.7")) == [LOCKED]
    assert enter("li", REMOTE_ADDR="192.0.2.8").status_code == 302


def test_an_address_behind_a_proxy_is_that_of_the_visitor(settings: Any, enter: Callable[..., Any]) -> None:
    from qinglan.parties.models import Login

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    account("li")
    enter("li", HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.4", REMOTE_ADDR="127.0.0.1")
    assert Login.objects.get().address == "198.51.100.4"


def ask(where: str, client: Client, path: str = "/account/login/code/") -> Any:
    return client.post(f"{path}?lang=en", {"contact": where})


def test_a_code_logs_in_once(outbox: Outbox) -> None:
    account("li", mobile="13800138000")
    client = Client()
    assert ask("138 0013 8000", client).url == "/account/login/code/confirm/"
    code = outbox.last("13800138000")
    confirm = "/account/login/code/confirm/?lang=en"
    assert client.post(confirm, {"code": f"{code[:3]} {code[3:]}"}).url == "/desk/"  # type: ignore[attr-defined]
    assert outcomes() == [("li", "code", "entered")]
    other = Client()
    session = other.session
    from qinglan.parties.models import Code

    session["q_code_asked"] = ["login", Code.objects.get().pk, "13800138000", ""]
    session.save()
    other.cookies["sessionid"] = session.session_key
    assert words(other.post(confirm, {"code": code})) == [NO_CODE]


def test_a_code_goes_to_a_mailbox_too(outbox: Outbox) -> None:
    account("li", email="li@example.org")
    client = Client()
    ask("LI@example.org", client)
    answer = client.post("/account/login/code/confirm/", {"code": outbox.last("li@example.org")})
    assert answer.url == "/desk/"  # type: ignore[attr-defined]


def test_an_unknown_number_gets_the_same_answers_and_no_code(outbox: Outbox) -> None:
    client = Client()
    assert ask("13900139000", client).url == "/account/login/code/confirm/"
    assert outbox.count() == 0
    answer = client.post("/account/login/code/confirm/?lang=en", {"code": "123456"})
    assert words(answer) == [NO_CODE]


def test_a_code_ends_after_five_minutes(outbox: Outbox) -> None:
    account("li", mobile="13800138000")
    client = Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask("13800138000", client)
        code = outbox.last("13800138000")
        clock.shift(timedelta(minutes=5, seconds=1))
        answer = client.post("/account/login/code/confirm/?lang=en", {"code": code})
    assert words(answer) == [NO_CODE]


def test_a_code_may_be_guessed_at_five_times(outbox: Outbox) -> None:
    account("li", mobile="13800138000")
    client = Client()
    ask("13800138000", client)
    code = outbox.last("13800138000")
    wrong = "000000" if code != "000000" else "111111"
    confirm = "/account/login/code/confirm/?lang=en"
    answers = [words(client.post(confirm, {"code": wrong})) for _ in range(5)]
    assert answers == [[NO_CODE]] * 5
    assert words(client.post(confirm, {"code": code})) == [NO_CODE]


def test_codes_to_one_number_come_less_and_less_often(outbox: Outbox) -> None:
    account("li", mobile="13800138000")
    held_back = "A code was sent a moment ago. Look for it, or wait a minute and ask for another."
    waits = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask("13800138000", Client())
        for _ in range(4):
            minutes = 0
            while words(ask("13800138000", Client())) == [held_back]:
                minutes += 1
                clock.shift(timedelta(minutes=1))
            waits.append(minutes)
    assert waits == [1, 2, 4, 8]


def test_neither_code_nor_number_stand_in_the_database(outbox: Outbox) -> None:
    from qinglan.parties.models import Code

    account("li", mobile="13800138000")
    ask("13800138000", Client())
    code = outbox.last("13800138000")
    row = Code.objects.values().get()
    stored = " ".join(str(value) for key, value in row.items() if key not in ("made_at", "expires_at"))
    assert (code in stored, "13800138000" in stored) == (False, False)


def test_a_forgotten_password_is_set_anew_by_code(outbox: Outbox, enter: Callable[..., Any]) -> None:
    li = account("li", mobile="13800138000")
    enter("li", client=(elsewhere := Client()))
    client = Client()
    ask("13800138000", client, "/account/reset/")
    code = outbox.last("13800138000")
    assert client.get("/account/reset/new/").url == "/account/reset/"  # type: ignore[attr-defined]
    assert client.post("/account/reset/confirm/", {"code": code}).url == "/account/reset/new/"  # type: ignore[attr-defined]
    weak = {"new_password1": "password", "new_password2": "password"}
    assert client.post("/account/reset/new/", weak).status_code == 200
    new = {"new_password1": "ein ganz neuer Satz", "new_password2": "ein ganz neuer Satz"}
    assert client.post("/account/reset/new/", new).url == "/account/login/"  # type: ignore[attr-defined]
    li.refresh_from_db()
    assert (li.check_password("ein ganz neuer Satz"), elsewhere.get("/account/").status_code) == (True, 302)
    assert client.get("/account/reset/new/").url == "/account/reset/"  # type: ignore[attr-defined]


def test_a_login_code_sets_no_password(outbox: Outbox) -> None:
    account("li", mobile="13800138000")
    client = Client()
    ask("13800138000", client)
    session = client.session
    session["q_code_asked"] = ["reset", *session["q_code_asked"][1:]]
    session.save()
    answer = client.post("/account/reset/confirm/?lang=en", {"code": outbox.last("13800138000")})
    assert words(answer) == [NO_CODE]
