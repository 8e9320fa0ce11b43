"""Verbs on mandates 委托: propose, accept, decline, end; and what commission falls due."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.history.since import require_unchanged
from qinglan.kernel.once import once
from qinglan.market.brokering import recorded, told
from qinglan.market.brokering.rules import broker_of
from qinglan.market.models.brokering import CommissionKind, Mandate, MandateState
from qinglan.market.queries import MODELS

LONGEST_DAYS = 731


@dataclass(frozen=True)
class Terms:
    """What broker and client agree on: `share` in per mille, `amount` in 分, by the kind of commission."""

    commission: str
    valid_from: date
    valid_to: date
    share: int | None = None
    amount: int | None = None
    is_exclusive: bool = False
    terms: str = ""


def propose_mandate(*, acting_user: Any, listing: Any, terms: Terms) -> Mandate:
    """A broker on the list proposes to act for the owner of `listing`; nothing holds until the owner accepts.

    Raises PermissionRefused, Impossible with the field (no figure for the commission, days, an open mandate).
    """
    permissions.require(acting_user, "brokering.work")
    _check(terms)
    refusals: dict[str, tuple[str, str | None]] = {
        "one_open_mandate_of_a_broker_on_a_listing": (
            _("You have proposed or hold a mandate on this already."),
            None,
        )
    }
    with once(refusals), transaction.atomic():
        mandate = Mandate.objects.create(
            broker=broker_of(acting_user),
            client_id=listing.owner_id,
            technology=listing if listing.SIDE == "technology" else None,
            need=listing if listing.SIDE == "need" else None,
            commission=terms.commission,
            share=terms.share if terms.commission == CommissionKind.SHARE else None,
            amount=terms.amount if terms.commission == CommissionKind.FIXED else None,
            is_exclusive=terms.is_exclusive,
            valid_from=terms.valid_from,
            valid_to=terms.valid_to,
            terms=terms.terms.strip(),
            state=MandateState.PROPOSED,
            proposed_at=clock.now(),
        )
        recorded.record(
            acting_user,
            recorded.PROPOSED,
            mandate,
            listing=listing.key,
            commission=terms.commission,
            share=mandate.share,
            amount=mandate.amount,
            valid_from=terms.valid_from.isoformat(),
            valid_to=terms.valid_to.isoformat(),
        )
        told.ask_client(acting_user, mandate)
    return mandate


def _check(terms: Terms) -> None:
    if terms.commission not in CommissionKind.values:
        raise Impossible(_("Choose the kind of commission."), field="commission")
    if terms.commission == CommissionKind.SHARE and not 0 < (terms.share or 0) <= 1000:
        raise Impossible(_("Write the share of the commission, up to 100 %."), field="share")
    if terms.commission == CommissionKind.FIXED and (terms.amount or 0) <= 0:
        raise Impossible(_("Write the amount of the commission."), field="amount")
    if terms.valid_to < max(terms.valid_from, clock.today()):
        raise Impossible(_("The last day lies before the first, or is over."), field="valid_to")
    if (terms.valid_to - terms.valid_from).days > LONGEST_DAYS:
        raise Impossible(_("A mandate lasts two years at most; it can be given again."), field="valid_to")


@transaction.atomic
def accept_mandate(*, acting_user: Any, mandate: Mandate) -> Mandate:
    """The client accepts: from now on the broker may act on the listing.

    In this order: 1. permission, lock, state; 2. where one of the two is exclusive, no other mandate on the
    listing may stand; 3. state; 4. the listing names its broker; 5. event, to-do, message. Raises StaleEdit,
    Impossible, PermissionRefused.
    """
    permissions.require(acting_user, "brokering.answer_mandate", mandate)
    listing = MODELS[mandate.listing.SIDE].objects.select_for_update(of=("self",)).get(pk=mandate.listing.pk)
    row = _locked(mandate, MandateState.PROPOSED)
    others = Mandate.objects.filter(
        technology=row.technology, need=row.need, state=MandateState.IN_FORCE, valid_to__gte=clock.today()
    )
    if others.filter(is_exclusive=True).exists() or (row.is_exclusive and others.exists()):
        raise Impossible(_("Another mandate on this stands, and one of the two is exclusive. End it first."))
    _settle(acting_user, row, MandateState.IN_FORCE, "")
    if listing.broker_id is None:
        listing.broker = row.broker
        listing.revision += 1
        listing.save(update_fields=["broker", "revision"])
    recorded.record(acting_user, recorded.ACCEPTED, row, client=row.client.code)
    return row


@transaction.atomic
def decline_mandate(*, acting_user: Any, mandate: Mandate, reason: str = "") -> Mandate:
    """The client declines. Raises StaleEdit, Impossible, PermissionRefused."""
    permissions.require(acting_user, "brokering.answer_mandate", mandate)
    row = _locked(mandate, MandateState.PROPOSED)
    _settle(acting_user, row, MandateState.DECLINED, reason)
    recorded.record(acting_user, recorded.DECLINED, row, reason=reason)
    return row


@transaction.atomic
def end_mandate(*, acting_user: Any, mandate: Mandate, reason: str) -> Mandate:
    """Broker or client ends it, with the reason; what was introduced under it stays protected."""
    permissions.require(acting_user, "brokering.end_mandate", mandate)
    if not reason.strip():
        raise Impossible(_("Say why it ends."), field="reason")
    listing = MODELS[mandate.listing.SIDE].objects.select_for_update(of=("self",)).get(pk=mandate.listing.pk)
    row = _locked(mandate, MandateState.IN_FORCE)
    _settle(acting_user, row, MandateState.ENDED, reason)
    if listing.broker_id == row.broker_id:
        listing.broker = None
        listing.revision += 1
        listing.save(update_fields=["broker", "revision"])
    recorded.record(acting_user, recorded.ENDED, row, reason=reason)
    return row


def _locked(mandate: Mandate, wanted: MandateState) -> Mandate:
    row = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
    require_unchanged(mandate, row)
    if row.state != wanted:
        raise Impossible(
            _("The mandate is in the state “{state}”; this is not possible then.").format(
                state=row.get_state_display()
            )
        )
    return row


def _settle(acting_user: Any, row: Mandate, state: MandateState, reason: str) -> None:
    row.state, row.reason = state, reason.strip()[:300]
    row.settled_at, row.settled_by = clock.now(), acting_user
    row.revision += 1
    row.save()
    told.done(acting_user, told.ANSWER, "market.mandate", row.pk, "brokering.answer_mandate")
    told.tell_broker(acting_user, row)


def commission_due(mandate: Mandate, received: int) -> int:
    """The commission in 分 on `received` 分: nothing before money came in, rounded to the whole 分.

    A share is of what was received; a fixed amount falls due with the first receipt.
    """
    if received <= 0 or mandate.commission == CommissionKind.NONE:
        return 0
    if mandate.commission == CommissionKind.FIXED:
        return int(mandate.amount or 0)
    exact = Decimal(received) * Decimal(mandate.share or 0) / 1000
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))
