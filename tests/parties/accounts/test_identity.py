"""A city's unified identity, against an OpenID Connect provider on loopback."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.test import Client

from qinglan.settings.identity import claims, openid_connect
from tests.parties.accounts.conftest import account

pytestmark = pytest.mark.django_db
PERSON_ID = "11010519491231002X"
PERSON = {
    "name": "王演示",
    "phone_number": "+86 138-0013-8000",
    "phone_number_verified": True,
    "id_number": PERSON_ID,
}
LEGAL = {
    "name": "甲（演示）有限公司",
    "social_credit_code": "91500117DEM000014Y",
    "phone_number": "13800138000",
}


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of a provider that runs in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    address = f"http://localhost:{port}"
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                httpx.get(f"{address}/.well-known/openid-configuration").raise_for_status()
                break
            except httpx.TransportError:
                assert running.poll() is None
                time.sleep(0.1)
        yield address
    finally:
        running.terminate()
        running.wait(10)


@pytest.fixture
def service(provider: str, settings: Any) -> str:
    """Our settings for it."""
    settings.SOCIALACCOUNT_PROVIDERS = openid_connect(
        provider, "qinglan", "secret", ["openid", "profile", "phone"]
    )
    settings.IDENTITY_NAME = "统一身份认证"
    return provider


def log_in(service: str, subject: str, known: dict[str, Any], client: Client | None = None) -> Any:
    """Go to the provider as `subject`, of whom it knows `known`, and come back."""
    httpx.put(f"{service}/users/{subject}", json=known)
    browser = client or Client()
    leave = browser.get("/account/identity/city/?next=/plans/")
    back = httpx.post(leave.url, data={"sub": subject})  # type: ignore[attr-defined]
    where = urlsplit(back.headers["location"])
    return browser.get(f"{where.path}?{where.query}")


def accounts() -> list[tuple[str, str, str]]:
    from allauth.socialaccount.models import SocialAccount

    rows = SocialAccount.objects.select_related("user").order_by("pk")
    return [(row.provider, row.uid, row.user.display_name) for row in rows]


def test_the_button_stands_on_the_login_page_only_where_there_is_a_service(
    settings: Any, provider: str
) -> None:
    without = "/account/identity/city/" in Client().get("/account/login/").content.decode()
    settings.IDENTITY_NAME = "统一身份认证"
    assert (without, "/account/identity/city/" in Client().get("/account/login/").content.decode()) == (
        False,
        True,
    )


def test_a_person_comes_for_the_first_time_and_again(service: str) -> None:
    from qinglan.parties.models import Login, User
    from qinglan.parties.roles import roles_of

    first = log_in(service, "p-1", PERSON)
    second = log_in(service, "p-1", PERSON)
    user = User.objects.get(mobile="13800138000")
    assert (first.status_code, first.url, second.url) == (302, "/plans/", "/plans/")
    assert (accounts(), roles_of(user), user.has_usable_password()) == (
        [("city", "p-1", "王演示")],
        [],
        False,
    )
    assert list(Login.objects.values_list("method", "outcome")) == [("identity", "entered")] * 2


def test_of_the_claims_the_identity_number_is_kept_as_a_digest_only(service: str) -> None:
    from allauth.socialaccount.models import SocialAccount, SocialToken
    from django.contrib.sessions.models import Session as OldSession

    from qinglan.parties.domain.guard import keyed_digest
    from qinglan.parties.models import Session

    log_in(service, "p-1", PERSON | {"hobby": "chess"})
    kept = SocialAccount.objects.get().extra_data
    assert kept == {
        "kind": "natural",
        "name": "王演示",
        "mobile": "13800138000",
        "id_number_digest": keyed_digest("id_number", PERSON_ID),
        "social_credit_code": "",
    }
    sessions = json.dumps([row.get_decoded() for row in Session.objects.all()])
    assert (PERSON_ID in sessions, SocialToken.objects.count(), OldSession.objects.count()) == (False, 0, 0)


def test_a_verified_number_finds_the_account_that_has_it(service: str) -> None:
    li = account("li", mobile="13800138000")
    log_in(service, "p-1", PERSON)
    assert accounts() == [("city", "p-1", "Li")]
    assert li.socialaccount_set.count() == 1


def test_a_number_that_nobody_verified_finds_nothing(service: str) -> None:
    li = account("li", mobile="13800138000")
    log_in(service, "p-1", PERSON | {"phone_number_verified": False})
    assert (accounts(), li.socialaccount_set.count()) == ([("city", "p-1", "王演示")], 0)


def test_an_administrator_is_not_found_by_his_number(service: str) -> None:
    keeper = account("keeper", "security", mobile="13800138000")
    log_in(service, "p-1", PERSON)
    assert (accounts(), keeper.socialaccount_set.count()) == ([("city", "p-1", "王演示")], 0)


def test_a_legal_person_has_an_account_of_its_own(service: str) -> None:
    from allauth.socialaccount.models import SocialAccount

    li = account("li", mobile="13800138000")
    log_in(service, "l-1", LEGAL | {"phone_number_verified": True})
    row = SocialAccount.objects.select_related("user").get()
    assert (
        row.extra_data["kind"],
        row.extra_data["social_credit_code"],
        row.user.mobile,
        row.user == li,
    ) == (
        "legal",
        "91500117DEM000014Y",
        "",
        False,
    )


def test_a_wrong_social_credit_code_opens_nothing(service: str) -> None:
    answer = log_in(service, "l-1", LEGAL | {"social_credit_code": "91500117DEM0000140"})
    assert (answer.url, accounts()) == ("/account/login/", [])


def test_a_closed_account_stays_closed(service: str) -> None:
    from qinglan.parties.models import User

    log_in(service, "p-1", PERSON)
    User.objects.filter(mobile="13800138000").update(is_active=False)
    client = Client()
    answer = log_in(service, "p-1", PERSON, client)
    assert (answer.url, client.get("/account/").status_code) == ("/account/login/", 302)


def test_who_needs_a_second_factor_needs_it_here_too(service: str) -> None:
    account("li", "officer", mobile="13800138000")
    client = Client()
    answer = log_in(service, "p-1", PERSON, client)
    assert (answer.url, client.get("/account/").status_code) == ("/account/login/enrol/", 302)
    assert "access_token" not in str(client.session.get("account_login"))


def test_an_answer_to_somebody_else_is_refused(service: str) -> None:
    httpx.put(f"{service}/users/p-1", json=PERSON)
    leave = Client().get("/account/identity/city/")
    back = urlsplit(httpx.post(leave.url, data={"sub": "p-1"}).headers["location"])  # type: ignore[attr-defined]
    answer = Client().get(f"{back.path}?{back.query}")
    assert (answer.status_code, accounts()) == (401, [])


def test_who_breaks_off_is_told_so(service: str) -> None:
    client = Client()
    leave = client.get("/account/identity/city/")
    denied = httpx.post(leave.url, data={"action": "deny"}).headers["location"]  # type: ignore[attr-defined]
    back, state = urlsplit(denied), parse_qs(urlsplit(leave.url).query)["state"][0]  # type: ignore[attr-defined]
    # RFC 6749, 4.1.2.1 asks for the state in the answer; this provider leaves it out.
    answer = client.get(f"{back.path}?{back.query}&state={state}", follow=True)
    assert (answer.status_code, answer.request["PATH_INFO"]) == (200, "/account/identity-cancelled/")


def test_settings_that_cannot_work_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from qinglan.settings import identity
    from qinglan.settings.env import SettingError

    monkeypatch.setenv("QINGLAN_IDENTITY_ADDRESS", "http://id.example")
    with pytest.raises(SettingError, match="https"):
        identity.providers(demonstration=False)
    with pytest.raises(SettingError, match="QINGLAN_IDENTITY_CLIENT"):
        identity.providers(demonstration=True)
    monkeypatch.setenv("QINGLAN_IDENTITY_CLAIMS", "subject=sub,nickname=nick")
    with pytest.raises(SettingError, match="subject"):
        claims()
