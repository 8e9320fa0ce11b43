"""The door before pages about one contract, and what they share."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.contracts.models import Contract, PartySignature, Signing
from qinglan.contracts.queries import contracts
from qinglan.contracts.signing.shown import last_signing
from qinglan.kernel import permissions
from qinglan.kernel.web.doors import door
from qinglan.kernel.web.task_page import form_page


def contract_or_404(number: str) -> Contract:
    """The contract with this number; Http404."""
    return get_object_or_404(contracts(), number=number)


contract_open_to = door(contract_or_404, "number", given="contract")
"""Let in whom a permission on the contract in the address lets in; others get 403 with the reason."""


def held_signature(
    request: HttpRequest, number: str, party: int, permission: str
) -> tuple[Contract, Signing, PartySignature]:
    """The contract, its last signing and the signature of one party in it, for whom `permission` on that lets in.

    Http404 where it is not there, once the reader has shown that he reads the contract; PermissionRefused.
    """
    contract = contract_or_404(number)
    signing = last_signing(contract)
    mine = next((one for one in signing.signatures.all() if one.pk == party), None) if signing else None
    if signing is None or mine is None:
        permissions.require(request.user, "contracts.read", contract)
        raise Http404
    permissions.require(request.user, permission, mine)
    signing.contract = contract
    return contract, signing, mine


def trail(contract: Contract, *more: tuple[Any, str]) -> list[tuple[Any, str]]:
    """Breadcrumbs to a contract."""
    return [
        (_("Contracts"), reverse("contracts:list")),
        (contract.number, contract.get_absolute_url() if more else ""),
        *more,
    ]


def task(
    request: HttpRequest, form: Any, act: Callable[[], HttpResponseBase], contract: Contract, title: str, submit: str,
    *, template: str = "web/task.html", stale_url: str = "", **more: Any,
) -> HttpResponseBase:  # fmt: skip
    """A task about one contract, as `form_page` has it; `more` adds to its context.

    `stale_url` is where it stands as it is now, else the page of the contract.
    """
    context = {
        "title": title, "lead": f"{contract.number} {contract.title}", "contract": contract, "submit": submit,
        "back_url": contract.get_absolute_url(), "breadcrumbs": trail(contract, (title, "")),
    }  # fmt: skip
    url = contract.get_absolute_url()
    return form_page(request, form, act, context | more, stale_url=stale_url or url, template=template)
