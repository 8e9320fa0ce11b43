"""What is known of a contract fills the tax aids, and its page says which of them would hold."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.contracts import shown
from qinglan.contracts.aids import corporate_income, other
from qinglan.contracts.aids.answers import Answer
from qinglan.contracts.models import Contract, ContractKind, Registration, RegistrationState
from qinglan.kernel import clock, permissions
from qinglan.kernel.periods.length import ONE_DAY, months_later

_OWNERSHIP = {ContractKind.TRANSFER: "transfer", ContractKind.LICENCE: "licence"}
"""Kinds whose income may be relieved."""


def full_years(first: date, last: date) -> int:
    """How many full years a licence from the day `first` to the day `last` lasts, both days counted.

    >>> full_years(date(2026, 1, 1), date(2030, 12, 31)), full_years(date(2026, 12, 31), date(2031, 1, 1))
    (5, 4)
    """
    end = last + ONE_DAY
    years = end.year - first.year
    return years if months_later(first, 12 * years) <= end else years - 1


def known(contract: Contract) -> dict[str, dict[str, Any]]:
    """What each aid would be asked about this contract, as far as it is known here."""
    registration = Registration.objects.filter(contract=contract, state=RegistrationState.REGISTERED).first()
    day = contract.signed_on or clock.today()
    income = registration.technology_amount if registration is not None else contract.amount
    years = (
        full_years(contract.begins_on, contract.ends_on)
        if contract.kind == ContractKind.LICENCE and contract.begins_on and contract.ends_on
        else None
    )
    found: dict[str, dict[str, Any]] = {
        "vat": {
            "day": day, "kind": contract.kind, "is_written": contract.is_signed or None,
            "has_opinion": True if registration is not None else None, "belongs_to_exempt": None, "same_invoice": None,
        },
        "stamp": {"day": day, "price": contract.amount or 0},
    }  # fmt: skip
    if contract.kind in _OWNERSHIP:
        found["transfer"] = {
            "day": day, "income": income or 0, "costs": 0, "taxes": 0, "mode": _OWNERSHIP[ContractKind(contract.kind)],
            "licence_years": years, "is_registered": registration is not None,
            "is_related": False if contract.is_related is False else None,
        }  # fmt: skip
    if contract.form == "equity":
        found["shares"] = {"day": day, "is_resident": None, "only_shares": None, "is_filed": None}
    return found


def answers(contract: Contract) -> list[tuple[str, Any, Answer]]:
    """Slug, title and answer of each aid that this contract asks for."""
    facts = known(contract)
    found: list[tuple[str, Any, Answer]] = [
        ("vat", _("VAT exemption of a technology contract"), other.vat(other.Contract(**facts["vat"]))),
        ("stamp", _("Stamp duty of a technology contract"), other.stamp(**facts["stamp"])),
    ]
    if "transfer" in facts:
        deal = corporate_income.Deal(**facts["transfer"])
        title = _("Corporate income tax on a transfer of technology")
        found.append(("transfer", title, corporate_income.answer(deal)))
    if "shares" in facts:
        title = _("Deferral for technology brought in as shares")
        found.append(("shares", title, other.shares(other.Contribution(**facts["shares"]))))
    return found


_LIGHTS = {
    "yes": ("done", _("The conditions are met")),
    "no": ("late", _("A condition is not met")),
    "unknown": ("due", _("Not known yet: something was not said")),
}


def section(user: Any, contract: Contract) -> dict[str, Any] | None:
    """The aids of a signed contract with the conditions that are open; None for who doesn't read it."""
    if not contract.is_signed or not permissions.answer(user, "contracts.read", contract):
        return None
    return {
        "aids": [
            {
                "title": title,
                "light": _LIGHTS[answer.verdict] if answer.points else None,
                "open": [point.asks for point in answer.points if point.met is not True],
                "line": answer.lines[-1] if slug == "stamp" and answer.lines else None,
                "sources": answer.sources,
                "url": f"{reverse('contracts:aid', args=[slug])}?contract={contract.number}",
            }
            for slug, title, answer in answers(contract)
        ]
    }


shown.register(80, "contracts/aids/_section.html", section)
