"""``/contracts/<number>/money/``: what is paid under a contract, every movement, and what may be entered."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from qinglan.contracts.models import Contract
from qinglan.contracts.settling import shown
from qinglan.contracts.settling.queries import charges_of, sums
from qinglan.contracts.settling.receipts import received_of
from qinglan.contracts.views.contract_access import contract_open_to, trail
from qinglan.kernel import permissions


@contract_open_to("contracts.see_money")
def record(request: HttpRequest, contract: Contract) -> HttpResponseBase:
    """The page; who supervises an account sees it too, without the contract itself."""
    rows = shown.payments(contract)
    owed, paid = sums(charges_of(contract))
    title = _("Money of the contract")
    sees_contract = bool(permissions.answer(request.user, "contracts.view", contract))
    context = {
        "title": title,
        "kind": f"{contract.number} · {contract.title}",
        "status": {"kind": contract.light, "word": contract.get_state_display()},
        "contract": contract,
        "owed": owed,
        "paid": paid,
        "received": received_of(contract),
        "rows": [(one, shown.ways(request.user, contract, one)) for one in rows],
        "supervised": any(one.charge.account and one.charge.account.is_supervised for one in rows),
        "fees": shown.fee_rows(request.user, contract),
        "movements": shown.movement_rows(request.user, contract),
        "acts": shown.acts(request.user, contract, rows),
        "notes": shown.notes(request.user, contract, rows),
        "visibility": _(
            "The parties read this page, and who supervises the account; the audit administrator does too."
        ),
        "breadcrumbs": trail(contract, (title, ""))
        if sees_contract
        else [(contract.number, ""), (title, "")],
    }
    return render(request, "contracts/settling/money.html", context)
