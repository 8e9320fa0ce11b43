"""What people are told about the money of a contract."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models import Contract, ContractParty, Fee, Movement
from qinglan.contracts.parties_told import tell_units
from qinglan.kernel.messages.domain.message import send_message
from qinglan.kernel.messages.templates_registry import register
from qinglan.kernel.web.money import money
from qinglan.parties.holding import ACTS, people_of

MOVED = register(
    "contracts.money_moved",
    _("%(contract)s: %(what)s, %(amount)s"),
    _("%(what)s on %(day)s: %(amount)s for %(title)s. The receipt is on the page of the contract's money."),
).name
FEE_DUE = register(
    "contracts.fee_due",
    _("%(contract)s: a commission of %(amount)s is due"),
    _(
        "Money came in under %(contract)s, so a commission of %(amount)s is due now. Enter it when it is paid, with the bank's receipt."
    ),
).name
FEE_PAID = register(
    "contracts.fee_paid",
    _("%(contract)s: a commission of %(amount)s was paid"),
    _("A commission of %(amount)s on %(contract)s was entered as paid. Say so on its page if it is wrong."),
).name


def moved(acting_user: Any, row: Contract, movements: list[Movement]) -> None:
    """Tell the people of both sides, within the caller's transaction; one message for all."""
    if not movements:
        return
    first = movements[0]
    parties = ContractParty.objects.filter(contract=row, organisation__isnull=False)
    values = {
        "contract": row.number,
        "what": str(first.get_kind_display()),
        "amount": money(sum(one.amount for one in movements)),
        "day": first.day.isoformat(),
        "title": "、".join(dict.fromkeys(one.charge.title for one in movements)),
    }
    units = [one.organisation_id for one in parties if one.organisation_id is not None]
    tell_units(acting_user, units, MOVED, values, row.get_absolute_url())


def fee_due(acting_user: Any, row: Contract, fee: Fee, open_: int) -> None:
    """Tell who earns it and who pays it that a commission fell due, within the caller's transaction."""
    _tell_fee(acting_user, FEE_DUE, row, fee, open_)


def fee_paid(acting_user: Any, row: Contract, fee: Fee, amount: int) -> None:
    """Tell who earns and who pays a commission that its payment was entered, within the caller's transaction."""
    _tell_fee(acting_user, FEE_PAID, row, fee, amount)


def _tell_fee(acting_user: Any, template: str, row: Contract, fee: Fee, amount: int) -> None:
    payer = fee.charge.payer
    people = list(people_of(fee.organisation, *ACTS)) if fee.organisation else []
    if fee.broker is not None and fee.broker.user is not None:
        people.append(fee.broker.user)
    if payer is not None and payer.organisation is not None:
        people += people_of(payer.organisation, *ACTS)
    send_message(
        acting_user=acting_user,
        recipients=list({person.pk: person for person in people}.values()),
        template=template,
        values={"contract": row.number, "amount": money(amount)},
        url=fee.get_absolute_url(),
    )
