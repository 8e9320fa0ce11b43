"""Verb: the organiser discloses a lot. From here on all that decides stands in its stream."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.auctions import recorded
from qinglan.auctions.domain import acceptance, moments
from qinglan.auctions.domain.lot_check import lacking
from qinglan.auctions.domain.lot_state import locked, set_lot_state
from qinglan.auctions.lots import dates, todos, told
from qinglan.auctions.lots.disclosed import papers_of, rules_of
from qinglan.auctions.models import Lot, LotMode, LotState
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.dates import minute


@transaction.atomic
def disclose(*, acting_user: Any, lot: Lot) -> Lot:
    """Disclose a checked lot. Raises StaleEdit, PermissionRefused; Impossible with the field.

    In this order: 1. lock; all is complete still; 2. the moments that the owner left open are set, and none lies
    before the end of the disclosure as the pack counts it; 3. a secret reserve gets its commitment; 4. the state
    becomes “disclosed”; 5. the event says every rule and the digest
    of every paper; 6. of an agreed price the named buyer's acceptance is entered and the lot waits for its notice.
    """
    permissions.require(acting_user, "auctions.organise", lot)
    row = locked(lot)
    if missing := lacking(row):
        raise Impossible(_("Return it: {faults}").format(faults=" ".join(missing)))
    now = clock.now()
    for name, at in dates.plan(row, now).items():
        setattr(row, name, at)
    _check_dates(row, now)
    rules = rules_of(row)
    set_lot_state(acting_user, row, LotState.DISCLOSED)
    recorded.record(
        acting_user,
        row,
        recorded.DISCLOSED,
        {"rules": rules, "papers": papers_of(row), "training": row.is_training, "follows": _follows(row)},
    )
    todos.checked(acting_user, row, "auctions.disclose")
    told.tell_owner(acting_user, row, "disclosed")
    if row.mode == LotMode.AGREED:
        acceptance.agree(acting_user, row)
        moments.finish(acting_user, row)
    return row


def _follows(row: Lot) -> str | None:
    return None if row.follows is None else row.follows.number


def _check_dates(row: Lot, now: Any) -> None:
    if row.mode == LotMode.AGREED:
        return
    ends = dates.disclosed_until(row, now)
    name = dates.bound_by_disclosure(row)
    at = getattr(row, name)
    if at is not None and at < ends:
        raise Impossible(
            _("The disclosure lasts until {end}; {what} must not lie before that.").format(
                end=minute(ends), what=Lot.words_of(name)
            ),
            field=name,
        )
    if row.bids_from and row.bids_until and row.bids_until <= row.bids_from:
        raise Impossible(_("Bids end after they begin."), field="bids_until")
    if row.applications_until and row.bids_from and row.applications_until > row.bids_from:
        raise Impossible(_("Applications end before bids begin."), field="applications_until")
