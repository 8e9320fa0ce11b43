"""The second factor: set up, asked for, needed, never twice the same code."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.parties.accounts.conftest import account, words

pytestmark = pytest.mark.django_db


def code_for(secret: str, steps: int = 0) -> str:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def with_application(user: Any) -> str:
    """Set up an authenticator application; its secret."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return str(secret)


def test_the_code_is_asked_for_and_good_once(enter: Callable[..., Any]) -> None:
    secret = with_application(account("li"))
    answer = enter("li", client=(client := Client()))
    code = code_for(secret)
    assert (answer.url, client.get("/account/").status_code) == ("/account/second/authenticate/", 302)
    page = client.get(f"{answer.url}?lang=en").content.decode()
    assert ("Use a security key" in page, client.post(answer.url, {"code": code}).url) == (False, "/desk/")  # type: ignore[attr-defined]
    cache.clear()  # allauth remembers in the cache, which another process does not share
    enter("li", client=(again := Client()))
    refused = again.post("/account/second/authenticate/?lang=en", {"code": code})
    assert words(refused) == ["This code was used already. Wait for the next one."]


def test_guesses_at_the_second_factor_are_counted(enter: Callable[..., Any]) -> None:
    from qinglan.parties.models import Login

    secret = with_application(account("li"))
    enter("li", client=(client := Client()))
    for _ in range(5):
        client.post("/account/second/authenticate/", {"code": "000000"})
    answer = client.post("/account/second/authenticate/?lang=en", {"code": code_for(secret)})
    assert words(answer) == ["Too many wrong tries. Wait some minutes and try again."]
    assert Login.objects.filter(method="second", outcome="wrong").count() == 5


def test_the_secret_is_sealed_in_the_database() -> None:
    from allauth.mfa.models import Authenticator

    secret = with_application(account("li"))
    assert secret not in str(Authenticator.objects.get().data)


def test_who_needs_a_factor_sets_it_up_before_he_is_in(enter: Callable[..., Any]) -> None:
    from qinglan.kernel.events.models import Event

    li = account("li", "security")
    answer = enter("li", client=(client := Client()))
    page = client.get(f"{answer.url}?lang=en")
    assert (answer.url, client.get("/account/").status_code) == ("/account/login/enrol/", 302)
    wrong = client.post(answer.url, {"code": "12"})
    assert (wrong.status_code, client.get("/account/").status_code) == (200, 302)
    secret = page.context["secret"]
    kept = client.post(f"{answer.url}?lang=en", {"code": code_for(client.session["mfa.totp.secret"])})
    assert len(kept.context["codes"]) == 10
    assert client.get("/account/").status_code == 302
    assert client.post(answer.url, {}).url == "/desk/"  # type: ignore[attr-defined]
    assert client.get("/account/").status_code == 200
    kinds = list(Event.objects.filter(stream=f"account:{li.pk}").values_list("kind", flat=True))
    assert (bool(secret), kinds) == (True, ["parties.factor-added"])
    enter("li", client=(other := Client()))
    recovered = other.post("/account/second/authenticate/", {"code": kept.context["codes"][0]})
    assert recovered.url == "/desk/"  # type: ignore[attr-defined]
    enter("li", client=(third := Client()))
    assert third.post("/account/second/authenticate/", {"code": kept.context["codes"][0]}).status_code == 200


@pytest.mark.parametrize(
    ("profile", "asked"),
    [
        ("asvs", {"officer", "administrator", "security", "auditor"}),
        ("dengbao-3", {"administrator", "security", "auditor"}),
    ],
)
def test_which_roles_need_one(
    profile: str, asked: set[str], settings: Any, enter: Callable[..., Any]
) -> None:
    settings.SECURITY_PROFILE = profile
    for role in ("officer", "administrator", "security", "auditor"):
        account(role, role)
    account("nobody")
    found = {
        name
        for name in ("nobody", "officer", "administrator", "security", "auditor")
        if enter(name).url == "/account/login/enrol/"
    }
    assert found == asked


def test_demonstration_accounts_log_in_with_one_step_in_demonstration_only(
    settings: Any, enter: Callable[..., Any]
) -> None:
    from qinglan.parties.demonstration import ACCOUNTS, PASSWORD, open_accounts

    open_accounts()
    in_demonstration = {item.username: enter(item.username, PASSWORD).url for item in ACCOUNTS}
    settings.DEMONSTRATION = False
    in_earnest = {item.username: enter(item.username, PASSWORD).url for item in ACCOUNTS}
    assert set(in_demonstration.values()) == {"/desk/"}
    assert in_earnest == {
        item.username: "/account/login/enrol/" if item.role else "/desk/" for item in ACCOUNTS
    }


def test_the_last_factor_stays_where_it_is_needed(enter: Callable[..., Any]) -> None:
    from allauth.mfa.models import Authenticator

    secrets = {
        name: with_application(account(name, *roles)) for name, roles in (("li", ["officer"]), ("wu", []))
    }
    left = {}
    for name, secret in secrets.items():
        enter(name, client=(client := Client()))
        client.post("/account/second/authenticate/", {"code": code_for(secret)})
        client.post("/account/second/application/remove/")
        left[name] = Authenticator.objects.filter(user__username=name).count()
    assert left == {"li": 1, "wu": 0}


def test_a_change_asks_for_the_password_again_after_a_while(enter: Callable[..., Any]) -> None:
    account("li")
    enter("li", client=(client := Client()))
    fresh = client.get("/account/second/application/add/").status_code
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 301
    session.save()
    asked = client.get("/account/second/application/add/")
    assert (fresh, asked.url) == (200, "/account/confirm/?next=%2Faccount%2Fsecond%2Fapplication%2Fadd%2F")  # type: ignore[attr-defined]
    wrong = client.post(f"{asked.url}&lang=en", {"password": "x"})  # type: ignore[attr-defined]
    assert words(wrong) == ["The password is wrong."]
    right = client.post(asked.url, {"password": "Drei-Wege-2026-genug"})  # type: ignore[attr-defined]
    assert right.url == "/account/second/application/add/"  # type: ignore[attr-defined]


def test_a_browser_is_trusted_only_where_the_setting_says_so(settings: Any) -> None:
    assert settings.MFA_TRUST_ENABLED is False
