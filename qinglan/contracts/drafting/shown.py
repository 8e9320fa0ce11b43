"""What the page of a contract shows of its clauses: the last version, what is missing, all versions."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.contracts import shown
from qinglan.contracts.drafting.checklist import lacks
from qinglan.contracts.models import Contract, ContractState
from qinglan.kernel import permissions


def section(user: Any, contract: Contract) -> dict[str, Any] | None:
    """For who reads the contract: its versions; while it is a draft, what hinders the signature."""
    if not permissions.answer(user, "contracts.read", contract):
        return None
    versions = list(contract.versions.select_related("unit", "author").prefetch_related("clauses"))
    last = versions[-1] if versions else None
    draft = contract.state == ContractState.DRAFT
    writes = draft and bool(permissions.answer(user, "contracts.write", contract))
    return {
        "last": last,
        "versions": versions[::-1],
        "draft": draft,
        "lacks": lacks(contract, last) if draft and last else [],
        "acts": [_act(contract, last)] if writes else [],
    }


def _act(contract: Contract, last: Any) -> dict[str, Any]:
    return {
        "label": _("Write the next version") if last else _("Write the clauses"),
        "url": reverse("contracts:clauses", args=[contract.number]),
        "post": False,
        "primary": last is None,
    }


shown.register(20, "contracts/drafting/_versions.html", section)
