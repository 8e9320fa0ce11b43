"""The two sets of rules, each as a whole table, and what they do."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from qinglan.parties import policy
from tests.parties.accounts.conftest import account

ADDRESS = {
    "tries": 100,
    "pause": timedelta(minutes=1),
    "longest": timedelta(hours=1),
    "forget": timedelta(hours=12),
}
TABLES = {
    "asvs": {
        "name": "asvs",
        "shortest_password": 12,
        "longest_password": 128,
        "kinds_of_characters": 0,
        "remembered_passwords": 0,
        "password_age": None,
        "account_brake": {
            "tries": 10,
            "pause": timedelta(minutes=1),
            "longest": timedelta(hours=1),
            "forget": timedelta(hours=12),
        },
        "address_brake": ADDRESS,
        "idle": timedelta(hours=1),
        "absolute": timedelta(hours=12),
        "second_factor": ("officer", "administrator", "security", "auditor"),
    },
    "dengbao-3": {
        "name": "dengbao-3",
        "shortest_password": 8,
        "longest_password": 128,
        "kinds_of_characters": 3,
        "remembered_passwords": 5,
        "password_age": timedelta(days=90),
        "account_brake": {
            "tries": 5,
            "pause": timedelta(minutes=30),
            "longest": timedelta(hours=4),
            "forget": timedelta(hours=12),
        },
        "address_brake": ADDRESS,
        "idle": timedelta(minutes=30),
        "absolute": timedelta(hours=8),
        "second_factor": ("administrator", "security", "auditor"),
    },
}

SHORT_12 = "The password is too short. It needs at least 12 characters."
SHORT_8 = "The password is too short. It needs at least 8 characters."
KINDS = "It needs 3 of these: small letters, capital letters, digits, signs."
COMMON = "This password is too common."
NUMBERS = "This password is entirely numeric."
LONG = "The password is too long. It may have 128 characters."
NAME = "The password is too similar to the name shown to others."


def test_the_tables_are_these() -> None:
    found = {name: asdict(profile) for name, profile in policy.PROFILES.items()}
    for table in found.values():
        assert table.pop("source")
    assert found == TABLES


PASSWORDS = {
    "vier worte sind besser": {"asvs": [], "dengbao-3": [KINDS]},
    "kurz": {"asvs": [SHORT_12], "dengbao-3": [SHORT_8, KINDS]},
    "Ab1-efgh": {"asvs": [SHORT_12], "dengbao-3": []},
    "password123": {"asvs": [SHORT_12, COMMON], "dengbao-3": [KINDS, COMMON]},
    "1qaz2wsx3edc": {"asvs": [COMMON], "dengbao-3": [KINDS, COMMON]},
    "48151623421089": {"asvs": [NUMBERS], "dengbao-3": [KINDS, NUMBERS]},
    "x" * 129: {"asvs": [LONG], "dengbao-3": [LONG, KINDS]},
    "Zhang-Wenhua-1": {"asvs": [NAME], "dengbao-3": [NAME]},
}


@pytest.mark.django_db
def test_what_each_says_of_passwords(settings: Any) -> None:
    user = account("li")
    user.display_name = "Zhang-Wenhua"
    found: dict[str, dict[str, list[str]]] = {}
    for password in PASSWORDS:
        for name in policy.PROFILES:
            settings.SECURITY_PROFILE = name
            try:
                validate_password(password, user)
                said = []
            except ValidationError as error:
                said = error.messages
            found.setdefault(password, {})[name] = said
    assert found == PASSWORDS


@pytest.mark.django_db
@pytest.mark.parametrize(("profile", "tries"), [("asvs", 10), ("dengbao-3", 5)])
def test_how_many_tries_each_leaves(profile: str, tries: int, settings: Any, enter: Any) -> None:
    settings.SECURITY_PROFILE = profile
    account("li")
    for _ in range(tries - 1):
        enter("li", "wrong")
    assert enter("li").status_code == 302
    for _ in range(tries):
        enter("li", "wrong")
    assert enter("li").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(("profile", "idle", "absolute"), [("asvs", 60, 12 * 60), ("dengbao-3", 30, 8 * 60)])
def test_when_each_ends_a_session(profile: str, idle: int, absolute: int, settings: Any, enter: Any) -> None:
    settings.SECURITY_PROFILE = profile
    account("li")

    def is_in(client: Client) -> bool:
        return client.get("/account/").status_code == 200

    with time_machine.travel(timezone.now(), tick=False) as clock:
        enter("li", client=(client := Client()))
        clock.shift(timedelta(minutes=idle - 1))
        before = is_in(client)
        clock.shift(timedelta(minutes=idle, seconds=1))
        assert (before, is_in(client)) == (True, False)
        enter("li", client=(busy := Client()))
        minutes = 0
        while is_in(busy):
            clock.shift(timedelta(minutes=10))
            minutes += 10
        assert minutes == absolute


@pytest.mark.django_db
def test_an_old_password_is_changed_before_the_login_ends(settings: Any, enter: Any) -> None:
    settings.SECURITY_PROFILE = "dengbao-3"
    account("li")
    with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
        answer = enter("li", client=(client := Client()))
        assert (answer.url, client.get("/account/").status_code) == ("/account/login/new-password/", 302)
        same = {"new_password1": "Drei-Wege-2026-genug", "new_password2": "Drei-Wege-2026-genug"}
        assert (
            "You have used this password before"
            in client.post(f"{answer.url}?lang=en", same).content.decode()
        )
        new = {"new_password1": "Vier-Wege-2026-genug", "new_password2": "Vier-Wege-2026-genug"}
        assert client.post(answer.url, new).url == "/desk/"  # type: ignore[attr-defined]
        assert client.get("/account/").status_code == 200


@pytest.mark.django_db
def test_the_last_five_passwords_may_not_come_again(settings: Any) -> None:
    from qinglan.kernel.conflicts import Impossible
    from qinglan.parties.domain.password import set_password

    settings.SECURITY_PROFILE = "dengbao-3"
    user = account("li", password="Wort-Nummer-0")
    allowed = []
    for number in (1, 2, 3, 4, 0, 5, 0, 1):
        try:
            user = set_password(
                acting_user=user, account=user, password=f"Wort-Nummer-{number}", how="changed"
            )
            allowed.append(number)
        except Impossible:
            pass
    assert allowed == [1, 2, 3, 4, 5, 0, 1]


@pytest.mark.django_db
def test_a_profile_without_memory_keeps_no_hashes(settings: Any) -> None:
    from qinglan.parties.domain.password import set_password
    from qinglan.parties.models import FormerPassword

    user = account("li")
    settings.SECURITY_PROFILE = "dengbao-3"
    user = set_password(acting_user=user, account=user, password="Wort-Nummer-1", how="changed")
    kept = FormerPassword.objects.count()
    settings.SECURITY_PROFILE = "asvs"
    set_password(acting_user=user, account=user, password="Wort-Nummer-zwei", how="changed")
    assert (kept, FormerPassword.objects.count()) == (1, 0)
