"""The one gate of an arrangement: lock it, move it from state to state. Parts of verbs."""

from typing import Any

from django.utils.translation import gettext as _

from qinglan.contracts.mobility import recorded, todos, told
from qinglan.contracts.models import Mobility, MobilityState
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.history.since import require_unchanged

FROM = {
    MobilityState.APPLIED: {MobilityState.DRAFT, MobilityState.RETURNED},
    MobilityState.RETURNED: {MobilityState.APPLIED},
    MobilityState.REFUSED: {MobilityState.APPLIED},
    MobilityState.WITHDRAWN: {
        MobilityState.DRAFT,
        MobilityState.RETURNED,
        MobilityState.APPLIED,
        MobilityState.APPROVED,
    },
    MobilityState.APPROVED: {MobilityState.APPLIED},
    MobilityState.IN_FORCE: {MobilityState.APPROVED, MobilityState.EXPIRED},
    MobilityState.EXPIRED: {MobilityState.IN_FORCE},
    MobilityState.ENDED: {MobilityState.IN_FORCE, MobilityState.EXPIRED},
}
_UNTOLD = frozenset({MobilityState.APPLIED, MobilityState.WITHDRAWN})

INSIDE = frozenset({"years_of_service", "is_head", "leads_national_project", "is_under_investigation"})
"""What the person and the unit alone read; the firm does not."""


def locked(seen: Mobility) -> Mobility:
    """The row of `seen`, locked, within the caller's transaction. Raises StaleEdit where it changed since."""
    row = locked_now(seen.pk)
    require_unchanged(seen, row, but=INSIDE)
    return row


def locked_now(key: int) -> Mobility:
    """The row as it stands, locked, within the caller's transaction: for jobs, which saw no page."""
    rows = Mobility.objects.select_for_update(of=("self",))
    return rows.select_related("unit", "firm", "person").get(pk=key)


def touch(row: Mobility) -> None:
    """Save a locked row that changed: moment and revision."""
    row.changed_at = clock.now()
    row.revision += 1
    row.save()


def set_mobility_state(acting_user: Any, row: Mobility, to: MobilityState, reason: str = "") -> None:
    """Move a locked arrangement to `to`, within the caller's transaction, which has asked for the permission.

    In this order: 1. refuses a step that `FROM` does not have (Impossible); 2. `reason` is kept; 3. raises the
    revision and saves; 4. appends ``contracts.mobility-moved``; 5. to-dos of the state before are closed and those
    of the new one opened: the unit decides, the agreement is signed, a term that ends is settled (90 and 30 days
    before by the packs); 6. the person and the firm are told.
    """
    before = MobilityState(row.state)
    if before not in FROM[to]:
        raise Impossible(
            _(
                "The arrangement is in the state “{state}”; this is not possible then. Open it again to see how it stands."
            ).format(state=row.get_state_display())
        )
    row.state, row.reason = to, reason[:500]
    touch(row)
    recorded.record(
        acting_user,
        row,
        recorded.MOVED,
        {
            "from": before.value,
            "to": to.value,
            "starts_on": row.starts_on.isoformat(),
            "ends_on": row.ends_on.isoformat(),
            "decision": row.decision,
        },
    )
    _todos(acting_user, row, to)
    if to not in _UNTOLD:
        told.moved(acting_user, row)


def _todos(acting_user: Any, row: Mobility, to: MobilityState) -> None:
    by_act = "contracts.mobility-moved"
    if to == MobilityState.APPLIED:
        todos.done(acting_user, todos.CORRECT, row, by_act)
        todos.ask(acting_user, todos.DECIDE, row)
    elif to in (MobilityState.RETURNED, MobilityState.REFUSED, MobilityState.APPROVED):
        todos.done(acting_user, todos.DECIDE, row, by_act)
        if to == MobilityState.APPROVED:
            todos.ask(acting_user, todos.AGREE, row)
        elif to == MobilityState.RETURNED:
            todos.ask_person(acting_user, todos.CORRECT, row)
    elif to == MobilityState.IN_FORCE:
        todos.done(acting_user, todos.AGREE, row, by_act)
        todos.ask_to_settle(acting_user, row)
    elif to == MobilityState.ENDED:
        todos.done(acting_user, todos.SETTLE, row, by_act)
        todos.not_needed(acting_user, row, todos.EXTEND)
    elif to == MobilityState.WITHDRAWN:
        todos.not_needed(acting_user, row, todos.DECIDE, todos.AGREE, todos.CORRECT)
