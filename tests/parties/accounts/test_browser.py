"""Accounts in a browser: the demonstration's login, a security key, every page wide and narrow."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.parties.accounts.conftest import PASSWORD, account
from tests.support.browser import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def chinese() -> None:
    from django.utils import translation

    translation.activate("zh-hans")


def log_in(window: Any, name: str, password: str = PASSWORD) -> None:
    window.open("/account/login/")
    window.page.fill("[name=username]", name)
    window.page.fill("[name=password]", password)
    window.page.click("form.q-form button.btn-primary")


def test_the_demonstration_is_entered_with_name_and_password(visit: Callable[..., Any]) -> None:
    from qinglan.parties.demonstration import ACCOUNTS, PASSWORD, open_accounts

    open_accounts()
    found = {}
    window = visit()
    for item in ACCOUNTS:
        window.enter()
        log_in(window, item.username, PASSWORD)
        window.page.wait_for_url(f"{window.base}/desk/")
        found[item.username] = list(window.errors)
    assert found == {item.username: [] for item in ACCOUNTS}


def test_a_security_key_is_added_and_lets_in(visit: Callable[..., Any]) -> None:
    account("li")
    window = visit()
    page = window.page
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "usb",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    log_in(window, "li")
    window.open("/account/second/keys/add/")
    page.fill("[name=name]", "办公桌钥匙")
    page.click("#webauthn-button")
    page.wait_for_url("**/account/second/codes/**")
    codes = page.locator(".q-rows code").all_inner_texts()
    window.open("/account/second/")
    listed = page.locator(".q-row-title").all_inner_texts()
    page.context.clear_cookies()
    log_in(window, "li")
    page.wait_for_url("**/account/second/authenticate/**")
    page.click("#webauthn-button")
    page.wait_for_url("**/desk/")
    assert (len(codes), listed, window.errors) == (10, ["办公桌钥匙"], [])


PAGES = {
    "stranger": [
        "/account/login/",
        "/account/login/code/",
        "/account/reset/",
        "/account/identity-cancelled/",
    ],
    "nobody": [
        "/account/",
        "/account/name/",
        "/account/contact/",
        "/account/password/",
        "/account/second/",
        "/account/second/application/add/",
        "/account/second/keys/add/",
    ],
    "administrator": ["/accounts/", "/accounts/open/", "/accounts/{}/", "/accounts/{}/close/"],
    "security": ["/accounts/", "/accounts/locks/", "/accounts/{}/", "/accounts/{}/give/"],
    "auditor": ["/accounts/logins/"],
}


@pytest.mark.parametrize(("size", "language"), [(DESKTOP, "zh"), (PHONE, "en")], ids=["wide", "narrow"])
def test_every_page_is_accessible_and_keeps_within_the_screen(
    size: dict[str, int], language: str, visit: Callable[..., Any], settings: Any
) -> None:
    other = account("other", "officer", mobile="13800138000")
    people = {
        role: account(role, *([role] if role != "nobody" else [])) for role in PAGES if role != "stranger"
    }
    client = Client()
    for _ in range(10):
        client.post("/account/login/", {"username": "other", "password": "wrong"})
    found: dict[str, Any] = {}
    window = visit(size)
    for who, paths in PAGES.items():
        window.enter(people.get(who))
        for path in paths:
            address = f"{path.format(other.pk)}?lang={language}"
            status = window.open(address)
            wide = window.page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
            faults = window.accessibility_findings() + window.errors
            if status != 200 or wide or faults:
                found[f"{who} {address}"] = (status, wide, faults)
            window.errors.clear()
    assert found == {}


def test_the_login_works_by_keyboard_alone(visit: Callable[..., Any]) -> None:
    account("li")
    window = visit()
    window.open("/account/login/")
    window.page.focus("[name=username]")
    window.page.keyboard.type("li")
    window.page.keyboard.press("Tab")
    window.page.keyboard.type(PASSWORD)
    window.page.keyboard.press("Enter")
    window.page.wait_for_url("**/desk/")
    assert window.errors == []
