"""The door before pages about one contract, and what they share."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.contracts.models import Contract
from qinglan.contracts.queries import contracts
from qinglan.kernel.web.doors import door
from qinglan.kernel.web.task_page import form_page


def contract_or_404(number: str) -> Contract:
    """The contract with this number; Http404."""
    return get_object_or_404(contracts(), number=number)


contract_open_to = door(contract_or_404, "number", given="contract")
"""Let in whom a permission on the contract in the address lets in; others get 403 with the reason."""


def trail(contract: Contract, *more: tuple[Any, str]) -> list[tuple[Any, str]]:
    """Breadcrumbs to a contract."""
    return [
        (_("Contracts"), reverse("contracts:list")),
        (contract.number, contract.get_absolute_url() if more else ""),
        *more,
    ]


def task(
    request: HttpRequest, form: Any, act: Callable[[], HttpResponseBase], contract: Contract, title: str, submit: str,
    *, template: str = "web/task.html", **more: Any,
) -> HttpResponseBase:  # fmt: skip
    """A task about one contract, as `form_page` has it; `more` adds to its context."""
    context = {
        "title": title, "lead": f"{contract.number} {contract.title}", "contract": contract, "submit": submit,
        "back_url": contract.get_absolute_url(), "breadcrumbs": trail(contract, (title, "")),
    }  # fmt: skip
    url = contract.get_absolute_url()
    return form_page(request, form, act, context | more, stale_url=url, template=template)
