"""Verbs on results: reckon who won from the events of the lot."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.auctions import recorded
from qinglan.auctions.domain import moments
from qinglan.auctions.domain.lot_state import locked, set_lot_state
from qinglan.auctions.models import Because, Failure, Lot, LotMode, LotResult, LotState
from qinglan.auctions.results import names, todos, told
from qinglan.auctions.results import recorded as kinds
from qinglan.auctions.results.outcome import FEWEST_IN_COMPARISON, Outcome, Ranked, outcome
from qinglan.auctions.results.queries import result_in_force
from qinglan.auctions.results.reading import facts_of
from qinglan.auctions.results.stream import Facts
from qinglan.auctions.sealing.queries import was_opened
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible


@transaction.atomic
def determine(*, acting_user: Any, lot: Lot) -> LotResult:
    """Reckon the result of a lot whose bids are closed; a job does so by itself.

    In this order: 1. lock the lot, which must be closed (a selection with offers enough: its points fixed); 2. the reserve price and the names
    behind the numbers become events; 3. the outcome is reckoned from the events alone; 4. the result is written,
    as a row and an event; 5. a lot without winner fails; otherwise the organiser is asked to put it on notice.
    Raises PermissionRefused, StaleEdit, Impossible.
    """
    permissions.require(acting_user, "auctions.determine", lot)
    row = locked(lot)
    if row.state not in (LotState.CLOSED, LotState.JUDGING) or result_in_force(row) is not None:
        raise Impossible(
            _("There is nothing to reckon: the lot is in the state “{state}”.").format(
                state=row.get_state_display()
            )
        )
    if row.is_sealed and not was_opened(row):
        raise Impossible(_("The envelopes of this lot are closed. Open them first, then reckon."))
    if waits_for_points(row):
        raise Impossible(_("The points of the committee are not fixed yet. Fix them first, then reckon."))
    reveal(acting_user, row)
    return reckon(acting_user, row, Because.CLOSED, [])


def waits_for_points(row: Lot) -> bool:
    """Whether a selection has offers enough to be judged and its points are not fixed yet."""
    if row.mode != LotMode.COMPARISON:
        return False
    facts = facts_of(row)
    valid = [bid for bid in facts.counted() if not bid.void]
    return len(valid) >= FEWEST_IN_COMPARISON and not facts.scores


def after_bids(acting_user: Any, row: Lot) -> None:
    """Reckon the result of a locked lot of open bids as soon as they are closed, within the caller's transaction.

    Sealed bids are opened first; the organiser reckons after that.
    """
    if not row.is_sealed:
        reveal(acting_user, row)
        reckon(acting_user, row, Because.CLOSED, [])


def reveal(acting_user: Any, row: Lot) -> None:
    """Make the reserve price and the names behind the numbers public, within the caller's transaction."""
    if row.reserve is not None and not row.reserve_is_public:
        recorded.record(
            acting_user, row, kinds.REVEALED, {"reserve": row.reserve, "nonce": row.reserve_nonce}
        )
    found = names.numbers_with_names(row)
    if found:
        recorded.record(acting_user, row, kinds.NAMED, {"bidders": found})


def reckon(acting_user: Any, row: Lot, because: Because, passed_over: list[str]) -> LotResult:
    """Reckon the next turn of a locked lot and write it, within the caller's transaction.

    A later turn brings the lot back to “closed”: its new result waits for a notice of its own.
    """
    facts = facts_of(row)
    found = outcome(facts.rules, facts.counted(), passed_over)
    before = result_in_force(row)
    made = LotResult.objects.create(
        lot=row,
        turn=before.turn + 1 if before else 1,
        because=because,
        failure=found.failure,
        winner=found.winner,
        organisation=names.organisation_of(row, facts, found.winner) if found.winner else None,
        bidder=names.bidder_of(row, found.winner) if found.winner else None,
        price=found.price,
        decided_by=found.decided_by,
        seed=found.seed,
        passed_over=passed_over,
        ranking=[line(one) for one in found.ranking],
        at_event=facts.last,
        made_at=clock.now(),
        made_by=acting_user,
    )
    recorded.record(acting_user, row, kinds.RESULT, _payload(made, found, facts))
    if found.failure:
        set_lot_state(acting_user, row, LotState.FAILED, str(Failure(found.failure).label))
        told.failed(acting_user, row, made)
        return made
    if because != Because.CLOSED:
        set_lot_state(acting_user, row, LotState.CLOSED)
    todos.notice_wanted(acting_user, row)
    return made


def line(one: Ranked) -> dict[str, Any]:
    """A bid in its place, as row and event keep it; points in hundredths."""
    whole: dict[str, Any] = {"bidder": one.bid.bidder, "place": one.place, "amount": one.bid.amount}
    if one.points is not None:
        whole["points"] = one.points
        whole["by_criterion"] = {str(place): points for place, points in one.by_criterion.items()}
    return whole


def _payload(made: LotResult, found: Outcome, facts: Facts) -> dict[str, Any]:
    return {
        "turn": made.turn,
        "because": made.because,
        "read_to": facts.last,
        "failure": found.failure,
        "winner": found.winner,
        "price": found.price,
        "decided_by": found.decided_by,
        "seed": found.seed,
        "passed_over": made.passed_over,
        "ranking": made.ranking,
    }


moments.register_after_close(after_bids)
