"""The one gate of a conversion: lock it, move it from state to state. Parts of verbs."""

from typing import Any

from django.utils.translation import gettext as _

from qinglan.contracts.models import Conversion, ConversionState
from qinglan.contracts.sharing import recorded
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.history.since import require_unchanged

FROM = {
    ConversionState.DECIDED: {ConversionState.PLANNED, ConversionState.NOTICED},
    ConversionState.NOTICED: {ConversionState.DECIDED},
    ConversionState.CLEARED: {ConversionState.DECIDED, ConversionState.NOTICED},
    ConversionState.RUNNING: {ConversionState.CLEARED},
    ConversionState.CLOSED: {ConversionState.RUNNING},
    ConversionState.STOPPED: {
        ConversionState.PLANNED,
        ConversionState.DECIDED,
        ConversionState.NOTICED,
        ConversionState.CLEARED,
        ConversionState.RUNNING,
    },
}


def locked(seen: Conversion) -> Conversion:
    """The row of `seen`, locked, within the caller's transaction. Raises StaleEdit where it changed since."""
    row = locked_now(seen.pk)
    require_unchanged(seen, row)
    return row


def locked_now(key: int) -> Conversion:
    """The row as it stands, locked, within the caller's transaction."""
    return (
        Conversion.objects.select_for_update(of=("self",))
        .select_related("keeper", "rule", "contract", "contract__registration")
        .get(pk=key)
    )


def touch(row: Conversion) -> None:
    """Something about it changed: raise the revision and save, within the caller's transaction."""
    row.changed_at = clock.now()
    row.revision += 1
    row.save()


def set_conversion_state(acting_user: Any, row: Conversion, to: ConversionState, reason: str = "") -> None:
    """Move a locked conversion to `to`, within the caller's transaction, which has asked for the permission.

    In this order: 1. refuses a step that `FROM` does not have (Impossible); 2. keeps `reason`; 3. raises the
    revision and saves; 4. appends ``contracts.conversion-moved``.
    """
    before = ConversionState(row.state)
    if before not in FROM[to]:
        raise Impossible(
            _(
                "The conversion is in the state “{state}”; this is not possible then. Open it again to see how it stands."
            ).format(state=row.get_state_display())
        )
    row.state, row.reason = to, reason.strip()[:500]
    touch(row)
    recorded.record(acting_user, row, recorded.MOVED, {"from": before, "to": to, "reason": row.reason})
