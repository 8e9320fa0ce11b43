"""Verbs: amend a disclosed lot, which moves its dates by rule; extend it after a certified outage."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.auctions import recorded
from qinglan.auctions.domain import moments
from qinglan.auctions.domain.lot_state import locked
from qinglan.auctions.lots import dates, told
from qinglan.auctions.lots.pack import auctions
from qinglan.auctions.lots.values import check
from qinglan.auctions.models import AmendmentKind, Lot, LotAmendment, LotState
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.events.canonical import plain
from qinglan.kernel.outages import reach
from qinglan.kernel.periods import Outage

MOMENTS = ("applications_until", "bids_from", "bids_until")
AMENDABLE = (
    "title", "summary", "terms", "deposit", "start_price", "step", "step_seconds", "floor_price",
    "soft_close_seconds", "extend_seconds", *MOMENTS,
)  # fmt: skip
"""What may be amended after the disclosure; mode, owner, organiser, reserve and tie rule may not."""


@transaction.atomic
def amend(*, acting_user: Any, lot: Lot, values: Mapping[str, Any], reason: str) -> LotAmendment:
    """Amend a disclosed lot before its bids begin. Raises StaleEdit, Impossible with the field, PermissionRefused.

    In this order: 1. lock; 2. the new values are checked as those of a draft; 3. no date moves to an earlier one, and
    where content changed, applications and bids leave the least time that the pack asks for, counted from today;
    4. an event says what stood and what stands; 5. everybody who applied is told.
    """
    permissions.require(acting_user, "auctions.organise", lot)
    row = locked(lot)
    if row.state != LotState.DISCLOSED:
        raise Impossible(
            _("A lot is amended while it is disclosed, before bids begin. Later it can only be stopped.")
        )
    why = reason.strip()
    if not why:
        raise Impossible(_("Say why; everybody reads it."), field="reason")
    before = {name: getattr(row, name) for name in AMENDABLE}
    for name in AMENDABLE:
        if name in values:
            setattr(row, name, values[name])
    _not_earlier(row, before)
    if row.deposit != before["deposit"] and row.bidders.filter(deposit_confirmed_at__isnull=False).exists():
        raise Impossible(
            _("A deposit was confirmed already: it stays as it is. Stop the lot and offer it again instead."),
            field="deposit",
        )
    content = {name for name in AMENDABLE if getattr(row, name) != before[name]} - set(MOMENTS)
    if content:
        _leave_time(row, clock.now())
    check(row)
    changed = [name for name in AMENDABLE if getattr(row, name) != before[name]]
    if not changed:
        raise Impossible(_("Nothing differs from what is disclosed."))
    kind = AmendmentKind.CONTENT if content else AmendmentKind.DATES
    return _write(acting_user, row, kind, why, before, changed)


def extend_after_outage(acting_user: Any, row: Lot, outage: Outage, what: str) -> bool:
    """Extend the open deadlines of a locked lot that an outage touched, within the caller's transaction.

    Deadlines that were over before the outage began, or that its rule does not reach, stay. Where a deadline moves,
    those after it move by at least as much, so that the order and the time between them stay. While bids are taken
    their end alone moves. Whether one moved.
    """
    if row.state not in (LotState.DISCLOSED, LotState.BIDDING):
        return False
    before = {name: getattr(row, name) for name in MOMENTS}
    held = dict(before)
    if row.state == LotState.BIDDING:
        held["bids_until"] = moments.ends_at(row)
    shift = timedelta(0)
    now = clock.now()
    for name in MOMENTS if row.state == LotState.DISCLOSED else ("bids_until",):
        at = held[name]
        if at is None:
            continue
        moved = _after(at, outage) if at > outage.began else None
        until = max(moved or at, at + shift)
        if until == at:
            continue
        shift = max(shift, until - at)
        if name == "bids_until" and row.state == LotState.BIDDING:
            if until <= now:
                continue  # the extension is over too: bids end as they were
            moments.move_end(row, until)
        else:
            setattr(row, name, until)
    changed = [name for name in MOMENTS if getattr(row, name) != before[name]]
    if changed:
        _write(acting_user, row, AmendmentKind.OUTAGE, what, before, changed)
    return bool(changed)


def _after(at: datetime, outage: Outage) -> datetime | None:
    found = reach.after_outage(reach.ending_at(at), outage)
    return None if found is None else found.ends_at


def _not_earlier(row: Lot, before: Mapping[str, Any]) -> None:
    for name in MOMENTS:
        was, at = before[name], getattr(row, name)
        if was is not None and (at is None or at < was):
            raise Impossible(_("A disclosed date only moves to a later one."), field=name)


def _leave_time(row: Lot, now: datetime) -> None:
    """Move the dates on so that the least time of the rule is left before bids begin (sealed: end)."""
    least = dates.period_end(row, auctions().amendment.length(), now)
    bound = dates.bound_by_disclosure(row)
    at = getattr(row, bound)
    shift = least - at if at is not None and at < least else timedelta(0)
    for name in MOMENTS:
        moment = getattr(row, name)
        if moment is not None and shift and not (name == "bids_from" and bound == "bids_until"):
            setattr(row, name, moment + shift)


def _write(
    acting_user: Any, row: Lot, kind: AmendmentKind, reason: str, before: Mapping[str, Any], changed: list[str]
) -> LotAmendment:  # fmt: skip
    row.changed_at = clock.now()
    row.revision += 1
    row.save()
    stood = plain({name: before[name] for name in changed})
    stands = plain({name: getattr(row, name) for name in changed})
    made = LotAmendment.objects.create(
        lot=row, kind=kind, reason=reason[:300], before=stood, after=stands, made_at=row.changed_at,
        made_by=acting_user,
    )  # fmt: skip
    payload = {"kind": kind.value, "reason": made.reason, "before": stood, "after": stands}
    recorded.record(acting_user, row, recorded.AMENDED, payload)
    told.tell_bidders(acting_user, row, "amended", words=made.reason)
    return made
