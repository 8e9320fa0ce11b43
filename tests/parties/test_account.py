"""Accounts: one system account, roles, and who may open accounts."""

from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from qinglan.kernel.permissions import PermissionRefused
from qinglan.parties.domain.account import open_account, system_user
from qinglan.parties.models import User
from qinglan.parties.roles import roles_of

pytestmark = pytest.mark.django_db
PASSWORD = "long-enough-for-tests"


def opened(**changes: Any) -> User:
    given = {
        "acting_user": system_user(),
        "username": "zhang",
        "password": PASSWORD,
        "display_name": "张某",
        "role": "officer",
    }
    return open_account(**(given | changes))


def roles(user: User) -> list[str]:
    return roles_of(user)


def test_the_system_account_is_one_and_nobody_logs_in_with_it() -> None:
    assert system_user() == system_user()
    assert not system_user().has_usable_password()
    with pytest.raises(IntegrityError, match="there_is_one_system_account"), transaction.atomic():
        User.objects.create(username="second", is_system=True)


def test_an_account_is_opened_with_one_role_and_logs_in() -> None:
    user = opened()
    assert (str(user), roles(user)) == ("张某", ["officer"])
    assert authenticate(username="zhang", password=PASSWORD) == user


def test_opening_again_brings_the_account_to_the_new_state() -> None:
    first = opened()
    again = opened(role="administrator", display_name="张某某", password="another-long-password")
    assert (first.pk, str(again), roles(again)) == (again.pk, "张某某", ["administrator"])
    assert authenticate(username="zhang", password=PASSWORD) is None


def test_only_the_system_opens_accounts_and_only_in_roles_that_exist() -> None:
    officer = opened()
    with pytest.raises(PermissionRefused):
        opened(acting_user=officer, username="li")
    with pytest.raises(ValueError, match="no role"):
        opened(role="emperor", username="li")
    assert not User.objects.filter(username="li").exists()
