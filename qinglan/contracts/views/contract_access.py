"""The door before pages about one contract, and what they share."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.contracts.models import Contract
from qinglan.contracts.queries import contracts
from qinglan.kernel import permissions
from qinglan.kernel.web.task_page import form_page

View = Callable[..., HttpResponseBase]


def contract_or_404(number: str) -> Contract:
    """The contract with this number; Http404."""
    found = contracts().filter(number=number).first()
    if found is None:
        raise Http404
    return found


def contract_open_to(permission: str) -> Callable[[View], View]:
    """Let in whom a permission on the contract in the address lets in; others get 403 with the reason."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, number: str, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            contract = contract_or_404(number)
            permissions.require(request.user, permission, contract)
            return view(request, contract=contract, **kwargs)

        return wrapped

    return decorate


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
