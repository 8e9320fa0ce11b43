"""Banks, firms and their people for tests, all invented."""

from typing import Any

from tests.parties.organisations.made import verified
from tests.support.people import join, person


def bank(officer: Any, number: int = 80, **changes: Any) -> Any:
    """A verified bank, with somebody who does business for it: `bank.banker`."""
    made = verified(officer, number, **{"name": f"青川{number}号银行（演示）", "kind": "bank", **changes})
    made.banker = person(f"banker{number}")
    join(made.banker, made)
    return made


def head_of(firm: Any, name: str = "head") -> Any:
    """The administrator of a firm."""
    user = person(name)
    join(user, firm, "administrator")
    return user
