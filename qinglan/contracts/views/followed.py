"""A contract as the broker sees who brought it: parties, state, what his commission hangs on. Read only."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qinglan.contracts.models import Contract
from qinglan.contracts.queries import contracts
from qinglan.contracts.settling.followed import COMING, Share, share_of
from qinglan.contracts.settling.receipts import received_of
from qinglan.kernel import permissions
from qinglan.kernel.web.dates import day
from qinglan.kernel.web.money import money


@login_required
def record(request: HttpRequest, number: str) -> HttpResponse:
    """``/contracts/followed/<number>/``."""
    contract = get_object_or_404(contracts(), number=number)
    permissions.require(request.user, "contracts.follow", contract)
    share = share_of(request.user, contract)
    context = {
        "title": contract.title,
        "kind": f"{contract.number} · {contract.get_kind_display()}",
        "status": {"kind": contract.light, "word": contract.get_state_display()},
        "answer": _answer(contract),
        "contract": contract,
        "parties": sorted(contract.parties.all(), key=lambda one: (one.side != "buyer", one.position)),
        "facts": _facts(contract, share),
        "milestones": list(contract.milestones.all()) if share.hangs_on_price else [],
        "by_share": share.hangs_on_price,
        "rows": share.fees,
        "mandates": share.mandates,
        "visibility": _(
            "You see this as the broker: what your commission hangs on. Text and papers of the contract are shared by its parties, if they wish."
        ),
        "breadcrumbs": [(_("Commissions"), reverse("contracts:fees")), (contract.number, "")],
    }
    return render(request, "contracts/settling/followed.html", context)


def _answer(contract: Contract) -> str:
    if contract.state in COMING:
        return _("Not in force yet. Your commission is opened when all parties have signed.")
    if received_of(contract):
        return _("Money came in; what is due of your commission stands below.")
    return _("Nothing came in yet: your commission falls due after the receipt.")


def _facts(contract: Contract, share: Share) -> list[dict[str, Any]]:
    rows: list[tuple[Any, Any]] = [
        (_("signed on"), day(contract.signed_on) if contract.signed_on else _("not signed yet"))
    ]
    if share.hangs_on_price:
        rows.append((_("whole price"), money(contract.amount) if contract.amount else _("none agreed yet")))
        rows.append((pgettext("contract", "way of payment"), contract.get_payment_mode_display()))
    if contract.is_signed:
        came = received_of(contract)
        words = money(came) if share.hangs_on_price else _("yes") if came else _("no")
        rows.append((_("came in so far"), words))
    return [{"label": capfirst(str(label)), "value": value} for label, value in rows]
