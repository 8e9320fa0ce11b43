"""People for tests."""

from datetime import date
from typing import Any


def person(name: str, *roles: str) -> Any:
    """An account that holds these roles for the whole city."""
    from qinglan.parties.models import User

    user = User.objects.create(username=name, display_name=name)
    for role in roles:
        assign(user, role)
    return user


def assign(user: Any, role: str, *, territory: Any = None, organisation: Any = None, **what: Any) -> Any:
    """Let `user` hold a role of the office, for the whole city where no scope is given."""
    from qinglan.parties.models import Assignment

    what = {"valid_from": date(2020, 1, 1), **what}
    scope = {"user": user, "role": role, "territory": territory, "organisation": organisation}
    return Assignment.objects.get_or_create(**scope, ended_at=None, defaults=what)[0]


def join(user: Any, organisation: Any, role: str = "member", **what: Any) -> Any:
    """Let `user` belong to an organisation."""
    from qinglan.parties.models import Membership

    what = {"valid_from": date(2020, 1, 1), "basis": "授权书（演示）" if role == "signatory" else "", **what}
    return Membership.objects.create(user=user, organisation=organisation, role=role, **what)
