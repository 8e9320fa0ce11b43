"""The table of permissions: every answer has its reason."""

from typing import Any

import pytest
import rules
from django.contrib.auth.models import AnonymousUser

from qinglan.kernel import permissions
from qinglan.kernel.permissions import Answer, PermissionRefused, answer, declare, in_role, require
from qinglan.parties.models import User
from tests.support.people import assign


@pytest.fixture(autouse=True)
def table(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of the test's own."""
    monkeypatch.setattr(permissions, "TABLE", {})


@rules.predicate
def is_own(user: Any, thing: Any) -> bool:
    """Whether the thing is the user's."""
    return bool(thing == user)


def test_an_answer_carries_its_reason() -> None:
    declare("tests.open", is_own, refusal="Only the owner opens it.")
    assert answer("anna", "tests.open", "anna") == Answer(True)
    refused = answer("anna", "tests.open", "bert")
    assert refused == Answer(False, "Only the owner opens it.")
    assert not refused


def test_a_refusal_is_raised_with_verb_and_reason() -> None:
    declare("tests.open", is_own, refusal="Only the owner opens it.")
    require("anna", "tests.open", "anna")
    with pytest.raises(PermissionRefused) as caught:
        require("anna", "tests.open", "bert")
    assert (caught.value.permission, caught.value.reason) == ("tests.open", "Only the owner opens it.")


def test_a_verb_is_declared_once_and_must_be_declared() -> None:
    declare("tests.open", is_own, refusal="No.")
    with pytest.raises(ValueError, match=r"permission tests\.open is declared twice"):
        declare("tests.open", is_own, refusal="No.")
    with pytest.raises(KeyError, match=r"tests\.close"):
        answer("anna", "tests.close")


@pytest.mark.django_db
def test_a_role_is_held_by_active_members_alone() -> None:
    declare("tests.work", in_role("officer"), refusal="Only officers.")
    people = {name: User.objects.create(username=name) for name in ("member", "gone", "other")}
    for name in ("member", "gone"):
        assign(people[name], "officer")
    people["gone"].is_active = False
    people["gone"].save()
    everybody = [*people.values(), AnonymousUser(), None]
    assert [bool(answer(person, "tests.work")) for person in everybody] == [True, False, False, False, False]
