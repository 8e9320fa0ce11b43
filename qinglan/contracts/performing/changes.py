"""What an amendment may change, how it is written down, checked, applied and shown."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qinglan.contracts.domain.milestone_plan import Step, check_plan
from qinglan.contracts.models import Contract, Milestone, MilestoneState, PaymentMode
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.dates import day
from qinglan.kernel.web.money import money

FIXED = frozenset({MilestoneState.ACCEPTED, MilestoneState.DROPPED})
"""Milestones that no amendment changes any more."""
_FIELDS = ("amount", "payment_mode", "begins_on", "ends_on")


def changeable(contract: Contract) -> list[Milestone]:
    """The milestones that an amendment may still change."""
    return [one for one in contract.milestones.all() if one.state not in FIXED]


def stands(contract: Contract) -> dict[str, Any]:
    """The values that hold now, as they are kept: days as text, amounts in 分."""
    found: dict[str, Any] = {name: _plain(getattr(contract, name)) for name in _FIELDS}
    found["milestones"] = [
        {
            "number": one.number,
            "title": one.title,
            "deliverable": one.deliverable,
            "due_on": _plain(one.due_on),
            "amount": one.amount,
        }
        for one in changeable(contract)
    ]
    return found


def wanted(contract: Contract, values: Mapping[str, Any], steps: Mapping[int, Step | None]) -> dict[str, Any]:
    """The values that shall hold: `values` over those that stand, `steps` by number (None drops one)."""
    after = stands(contract)
    after |= {name: _plain(values[name]) for name in _FIELDS if name in values}
    rows = {row["number"]: row for row in after["milestones"]}
    for number, step in steps.items():
        if step is None:
            rows.pop(number, None)
        else:
            rows[number] = {
                "number": number,
                "title": " ".join(step.title.split()),
                "deliverable": step.deliverable.strip(),
                "due_on": _plain(step.due_on),
                "amount": step.amount,
            }
    after["milestones"] = [rows[number] for number in sorted(rows)]
    return after


def apply(contract: Contract, after: Mapping[str, Any]) -> None:
    """Put the agreed values into a locked contract and its milestones, within the caller's transaction.

    Raises Impossible where payments and price no longer go together; the caller's transaction takes all back.
    """
    contract.amount = after["amount"]
    contract.payment_mode = after["payment_mode"]
    contract.begins_on, contract.ends_on = _day(after["begins_on"]), _day(after["ends_on"])
    if contract.begins_on and contract.ends_on and contract.ends_on < contract.begins_on:
        raise Impossible(_("A contract ends after it begins."), field="ends_on")
    rows = {row["number"]: row for row in after["milestones"]}
    for one in changeable(contract):
        row = rows.pop(one.number, None)
        if row is None:
            one.state, one.amount = MilestoneState.DROPPED, 0
        else:
            _fill(one, row)
        one.revision += 1
        one.save()
    for row in rows.values():
        made = Milestone(contract=contract, number=row["number"])
        _fill(made, row)
        made.save()
    check_plan(contract)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What an amendment changes: label, what stood, what shall stand."""
    labels = {
        "amount": _("whole price"),
        "payment_mode": pgettext("contract", "way of payment"),
        "begins_on": _("begins on"),
        "ends_on": _("ends on"),
    }
    found = [
        (labels[name], _words(name, before[name]), _words(name, after[name]))
        for name in _FIELDS
        if before[name] != after[name]
    ]
    old = {row["number"]: row for row in before["milestones"]}
    new = {row["number"]: row for row in after["milestones"]}
    for number in sorted(old.keys() | new.keys()):
        if old.get(number) != new.get(number):
            label = _("Milestone {number}").format(number=number)
            found.append((label, _line(old.get(number)), _line(new.get(number))))
    return found


def _fill(one: Milestone, row: Mapping[str, Any]) -> None:
    one.title, one.deliverable = row["title"], row["deliverable"]
    one.due_on, one.amount = _day(row["due_on"]), row["amount"]


def _line(row: Mapping[str, Any] | None) -> str:
    if row is None:
        return _("none")
    parts = [row["title"], row["deliverable"], _words("due_on", row["due_on"]), money(row["amount"])]
    return " · ".join(part for part in parts if part)


def _words(name: str, value: Any) -> str:
    if value in (None, ""):
        return "" if name == "due_on" else _("open")
    if name == "amount":
        return money(value)
    if name == "payment_mode":
        return str(PaymentMode(value).label)
    return day(date.fromisoformat(value))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
