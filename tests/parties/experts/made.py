"""Experts for tests, all invented."""

from datetime import date
from typing import Any

from qinglan.parties.domain.expert import ExpertParticulars, admit_expert, apply_as_expert
from qinglan.parties.domain.expert_record import add_employer
from qinglan.parties.models import Expert

DAY = date(2026, 1, 5)
ID_NUMBER = "11010519491231002X"
"""The example printed in GB 11643."""


def particulars(name: str = "陈某", **changes: Any) -> ExpertParticulars:
    return ExpertParticulars(**{"name": name, "fields": [("key-fields", "1")], **changes})


def applied(user: Any, **changes: Any) -> Expert:
    """His application; with an identity number he consents to its storage."""
    agrees = changes.pop("agrees", "id_number" in changes)
    return apply_as_expert(acting_user=user, particulars=particulars(**changes), agrees=agrees)


def fresh(expert: Expert) -> Expert:
    return Expert.objects.get(pk=expert.pk)


def admitted(
    officer: Any, user: Any, *, employer: Any = None, name: str = "青川大学", **changes: Any
) -> Expert:
    expert = applied(user, **changes)
    unit = {"organisation": employer} if employer else {"free_name": name}
    add_employer(acting_user=user, expert=expert, valid_from=date(2020, 1, 1), **unit)
    return admit_expert(acting_user=officer, expert=fresh(expert), on=DAY, reason="科技局〔2026〕1号")
