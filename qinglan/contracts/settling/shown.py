"""What the page of a contract says of its money, and the tables of the page of its own."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qinglan.contracts import shown
from qinglan.contracts.models import Charge, ChargeKind, Contract, ContractState, Fee, Movement
from qinglan.contracts.settling.deposits import deposit_for
from qinglan.contracts.settling.queries import charges_of, fees_seen_by, movements_of
from qinglan.contracts.settling.receipts import received_of
from qinglan.kernel import clock, permissions
from qinglan.kernel.web.money import money


def section(user: Any, contract: Contract) -> dict[str, Any] | None:
    """What is owed, what came in, the next step; None for a draft and for who may not see it."""
    if not contract.is_signed or not permissions.answer(user, "contracts.see_money", contract):
        return None
    rows = payments(contract)
    owed = sum(one.amount for one in rows if one.kind != ChargeKind.BOND and one.state != "stopped")
    next_act = [one for one in acts(user, contract, rows) if one["primary"]]
    return {
        "rows": rows,
        "owed": owed,
        "received": received_of(contract),
        "late": any(one.is_late for one in rows),
        "url": reverse("contracts:money", args=[contract.number]),
        "acts": [{**one, "primary": False} for one in next_act],
    }


class Payment:
    """A payment as a row: its words and how it stands today."""

    def __init__(self, charge: Charge, today: Any) -> None:
        self.charge = charge
        self.kind = charge.kind
        self.amount = charge.amount
        self.state = charge.state
        self.open = charge.open
        self.account_id = charge.account_id
        self.is_late = bool(charge.open and charge.due_on and charge.due_on < today)

    @property
    def light(self) -> str:
        """Late where its day has passed."""
        return "late" if self.is_late else self.charge.light

    @property
    def word(self) -> str:
        """How it stands."""
        if self.is_late:
            return pgettext("payment of a contract", "Overdue")
        if 0 < self.charge.paid < self.charge.amount and self.state == "open":
            return pgettext("payment of a contract", "Partly paid")
        return str(self.charge.get_state_display())

    @property
    def held(self) -> int:
        """What a supervised account holds of it, in 分."""
        account = self.charge.account
        return self.charge.paid - self.charge.released if account and account.is_supervised else 0


def payments(contract: Contract) -> list[Payment]:
    """The payments without commissions, in the order of days."""
    today = clock.today()
    return [Payment(one, today) for one in charges_of(contract) if one.kind != ChargeKind.FEE]


def ways(user: Any, contract: Contract, row: Payment) -> list[tuple[str, str, str]]:
    """What may be done with a payment: word of the address, label, button."""
    if not permissions.answer(user, "contracts.settle", contract):
        return []
    found = []
    if row.held:
        found.append("release")
    if row.charge.paid:
        found.append("refund")
    if row.kind == ChargeKind.BOND and row.charge.paid:
        found.append("forfeit")
    if row.kind not in (ChargeKind.PRICE, ChargeKind.FEE) and not row.charge.paid and row.state != "stopped":
        found.append("stop")
    return [
        (
            one,
            str(WAY_WORDS[one]()),
            reverse("contracts:money-move", args=[contract.number, row.charge.pk, one]),
        )
        for one in found
    ]


WAY_WORDS = {
    "release": lambda: _("Enter that it was paid on"),
    "refund": lambda: _("Enter that it was paid back"),
    "forfeit": lambda: _("Enter that it was forfeited"),
    "stop": lambda: _("Take the payment back"),
}


def acts(user: Any, contract: Contract, rows: list[Payment]) -> list[dict[str, Any]]:
    """The acts of the page of a contract's money; the next one first."""
    settles = bool(permissions.answer(user, "contracts.settle", contract))
    lays_down = bool(permissions.answer(user, "contracts.lay_down", contract))
    running = contract.state in (ContractState.IN_FORCE, ContractState.COMPLETED)
    named = all(one.account_id for one in rows)
    found: list[tuple[str, str, bool]] = []
    if lays_down and rows and not named:
        found.append((_("Say where it is paid"), "money-account", True))
    if settles and named and any(one.open for one in rows):
        found.append((_("Enter a receipt"), "money-receipt", True))
    if lays_down and contract.is_signed:
        found.append((_("Lay down a further payment"), "money-add", False))
    if lays_down and running:
        found.append((_("Agree a platform's commission"), "money-platform", False))
    if lays_down and rows and named and any(one.charge.money_id is None for one in rows):
        found.append((_("Change where it is paid"), "money-account", False))
    return [
        {"label": label, "url": reverse(f"contracts:{name}", args=[contract.number]), "primary": primary}
        for label, name, primary in found
    ]


def notes(user: Any, contract: Contract, rows: list[Payment]) -> list[dict[str, str]]:
    """What stands above all: an ended contract, no account yet, a deposit that could be set off."""
    found: list[dict[str, str]] = []
    if contract.state == ContractState.TERMINATED:
        text = _(
            "The contract ended: {reason}. What is still open is not paid any more; money that comes in for it is kept on the account's list and goes back."
        )
        found.append({"light": "late", "text": text.format(reason=contract.reason), "url": "", "action": ""})
    elif rows and not all(one.account_id for one in rows):
        text = _(
            "Nobody has said yet into which account the contract is paid: every receipt names its custodian."
        )
        found.append({"light": "due", "text": text, "url": "", "action": ""})
    deposit = deposit_for(contract) if contract.state == ContractState.IN_FORCE else 0
    if deposit:
        bidder = contract.result.bidder if contract.result else None
        may = permissions.answer(user, "auctions.settle_bidder", bidder)
        url = reverse("contracts:money-deposit", args=[contract.number]) if may else ""
        text = _("The custodian of the lot holds a deposit of {amount}. It can be set off against the price.")
        found.append(
            {
                "light": "due",
                "text": text.format(amount=money(deposit)),
                "url": url,
                "action": _("Set it off"),
            }
        )
    return found


def fee_rows(user: Any, contract: Contract) -> list[Fee]:
    """The commissions of a contract that this reader sees: those he pays or earns."""
    return list(fees_seen_by(user).filter(charge__contract=contract))


def movement_rows(user: Any, contract: Contract) -> list[tuple[Movement, int, bool]]:
    """Every movement but those of commissions, with its sign, and whether it may be corrected."""
    settles = bool(permissions.answer(user, "contracts.settle", contract))
    rows = movements_of(contract).exclude(charge__kind=ChargeKind.FEE)
    return [
        (
            one,
            _sign(one),
            settles and one.kind not in ("corrected", "carried") and not hasattr(one, "correction"),
        )
        for one in rows
    ]


def _sign(one: Movement) -> int:
    if one.kind == "released":
        return 0
    kind = one.corrects.kind if one.corrects is not None else one.kind
    sign = 1 if kind in ("received", "carried") else -1
    return -sign if one.corrects is not None else sign


shown.register(50, "contracts/settling/_section.html", section)
