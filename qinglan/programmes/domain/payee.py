"""Verbs on the accounts to which organisations are paid."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, events, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.parties.models import Organisation
from qinglan.programmes.models import Entitlement, PayeeAccount, PaymentState
from qinglan.programmes.money import events as money_events

UNDER_WAY = (PaymentState.APPROVED, PaymentState.REQUESTED)


def current_payee(organisation: int) -> PayeeAccount | None:
    """The newest account of an organisation, confirmed or not."""
    return PayeeAccount.objects.filter(organisation=organisation).order_by("-pk").first()


@transaction.atomic
def enter_payee(
    *, acting_user: Any, organisation: Organisation, account_name: str, bank: str, number: str
) -> PayeeAccount:
    """Enter the account to which an organisation is paid; its name must be the organisation's.

    Where a payment is approved and not made, the change is flagged: somebody else must confirm it first.
    Raises PermissionRefused; Impossible for another name or a number that can't be.
    """
    permissions.require(acting_user, "programmes.enter_payee", organisation)
    held = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    digits = "".join(number.split()).replace("-", "")
    if account_name.strip() != held.name:
        raise Impossible(
            _("The account must be in the name of “{name}”; an account of somebody else isn't paid.").format(
                name=held.name
            ),
            field="account_name",
        )
    if not bank.strip():
        raise Impossible(_("Name the bank and its branch."), field="bank")
    if not digits.isascii() or not digits.isdecimal() or not 8 <= len(digits) <= 30:
        raise Impossible(_("The number of an account has 8 to 30 digits."), field="number")
    under_way = Entitlement.objects.filter(holder=held, state__in=UNDER_WAY).exists()
    one = PayeeAccount.objects.create(
        organisation=held,
        account_name=held.name,
        bank=bank.strip()[:120],
        number=digits,
        entered_at=clock.now(),
        entered_by=acting_user,
        needs_second=under_way,
    )
    events.append(
        stream=f"organisation:{held.pk}",
        kind=money_events.PAYEE_ENTERED,
        payload={"account": one.pk, "needs_second": under_way},
        actor=acting_user,
    )
    return one


@transaction.atomic
def confirm_payee(*, acting_user: Any, account: PayeeAccount) -> PayeeAccount:
    """Confirm an account that changed while a payment was under way; the payment goes to it from now on.

    Raises PermissionRefused; Impossible for who entered it, for one that isn't the newest, or a second time.
    """
    permissions.require(acting_user, "programmes.confirm_payee", account.organisation)
    # Payments before the organisation, as where a receipt is entered.
    under_way = Entitlement.objects.select_for_update(of=("self",)).filter(
        holder=account.organisation_id, state__in=UNDER_WAY
    )
    keys = [payment.pk for payment in under_way.order_by("pk")]
    held = Organisation.objects.select_for_update(of=("self",)).get(pk=account.organisation_id)
    one = PayeeAccount.objects.select_for_update(of=("self",)).get(pk=account.pk)
    newest = current_payee(held.pk)
    if not one.needs_second or one.confirmed_at is not None or newest is None or newest.pk != one.pk:
        raise Impossible(_("There is nothing to confirm."))
    if one.entered_by_id == acting_user.pk:
        raise Impossible(_("You entered this account yourself. Somebody else confirms it."))
    one.confirmed_at, one.confirmed_by = clock.now(), acting_user
    one.save(update_fields=["confirmed_at", "confirmed_by"])
    Entitlement.objects.filter(pk__in=keys).update(payee=one)
    events.append(
        stream=f"organisation:{held.pk}",
        kind=money_events.PAYEE_CONFIRMED,
        payload={"account": one.pk},
        actor=acting_user,
    )
    return one


def require_steady_payee(one: Entitlement) -> PayeeAccount:
    """The account of an approved payment; Impossible where it changed since and nobody confirmed it."""
    Organisation.objects.select_for_update(of=("self",)).get(pk=one.holder_id)
    newest = current_payee(one.holder_id)
    if newest is None or newest.account_name != one.holder.name:
        raise Impossible(
            _("The payee account isn't in the name of “{name}”. Have the right one entered.").format(
                name=one.holder.name
            )
        )
    if newest.pk != one.payee_id:
        raise Impossible(
            _(
                "The payee account changed after the approval. Somebody else than who entered it must confirm it."
            )
        )
    return newest
