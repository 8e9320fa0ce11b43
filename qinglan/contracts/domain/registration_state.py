"""The one gate of a registration: lock it, move it from state to state. Parts of verbs."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.contracts.models import Attention, Registration, RegistrationState
from qinglan.contracts.registering import recorded, todos, told
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.history.since import require_unchanged

_S = RegistrationState
FROM = {
    _S.DRAFT: {_S.HANDED_IN, _S.HANDED_OVER, _S.REFUSED, _S.WITHDRAWN},
    _S.HANDED_IN: {_S.DRAFT, _S.REFUSED},
    _S.ACCEPTED: {_S.HANDED_IN, _S.RETURNED, _S.REVIEW},
    _S.RETURNED: {_S.HANDED_IN, _S.ACCEPTED},
    _S.REVIEW: {_S.ACCEPTED},
    _S.PASSED: {_S.ACCEPTED},
    _S.HANDED_OVER: {_S.DRAFT, _S.PASSED},
    _S.REGISTERED: {_S.HANDED_OVER},
    _S.REFUSED: {_S.ACCEPTED, _S.HANDED_OVER},
    _S.CANCELLED: {_S.REGISTERED},
    _S.WITHDRAWN: {_S.DRAFT, _S.HANDED_IN, _S.ACCEPTED, _S.RETURNED, _S.REVIEW, _S.PASSED, _S.HANDED_OVER},
}
PARTS = {"costs": gettext_lazy("item of cost"), "answers": gettext_lazy("answer")}
"""Rows that belong to a registration, and how people call them."""
_BATCH = 1_000
_ENDS = frozenset({_S.DRAFT, _S.REFUSED, _S.WITHDRAWN})
_DAYS = {
    _S.PASSED: "passed_on",
    _S.HANDED_OVER: "handed_over_on",
    _S.CANCELLED: "cancelled_on",
}


def locked(seen: Registration) -> Registration:
    """The row of `seen`, locked, within the caller's transaction. Raises StaleEdit where it changed since."""
    row = locked_now(seen.pk)
    require_unchanged(seen, row, parts=PARTS)
    return row


def locked_now(key: int) -> Registration:
    """The row as it stands, locked, within the caller's transaction: for jobs and what saw no page."""
    return locked_rows([key])[key]


def locked_rows(keys: Iterable[int]) -> dict[int, Registration]:
    """Several as they stand, locked within the caller's transaction, always in the order of their keys.

    Whoever needs more than one takes them all by this, so that no two wait for each other. Raises DoesNotExist.
    """
    wanted = sorted(set(keys))
    rows = Registration.objects.select_for_update(of=("self",)).select_related("office", "keeper", "contract")
    found: dict[int, Registration] = {}
    for start in range(0, len(wanted), _BATCH):
        found |= rows.order_by("pk").in_bulk(wanted[start : start + _BATCH])
    if len(found) < len(wanted):
        raise Registration.DoesNotExist
    return found


def locked_with_holder(seen: Registration, number: str) -> tuple[Registration, Registration | None]:
    """The row of `seen`, and who has a national number that shall be its own; both locked. Raises StaleEdit."""
    others = Registration.objects.filter(national_number=number).exclude(pk=seen.pk)
    has = others.values_list("pk", flat=True).first()
    rows = locked_rows([seen.pk] if has is None else [seen.pk, has])
    require_unchanged(seen, rows[seen.pk], parts=PARTS)
    return rows[seen.pk], None if has is None else rows[has]


def touch(row: Registration) -> None:
    """Save a locked row that changed: moment and revision, within the caller's transaction."""
    row.changed_at = clock.now()
    row.revision += 1
    row.save()


def set_registration_state(
    acting_user: Any, row: Registration, to: RegistrationState, reason: str = "", words: str = ""
) -> None:
    """Move a locked registration to `to`, within the caller's transaction, which has asked for the permission.

    In this order: 1. refuses a step that `FROM` does not have (Impossible); 2. sets the day of that state; back
    at its unit, or ended, it has no end of a period any more; 3. keeps `reason`; 4. raises the revision and saves;
    5. appends ``contracts.registration-moved``; 6. to-dos that lapsed are withdrawn; 7. the unit is told (`words`).
    """
    before = _S(row.state)
    if before not in FROM[to]:
        raise Impossible(
            _(
                "The registration is in the state “{state}”; this is not possible then. Open it again to see how it stands."
            ).format(state=row.get_state_display())
        )
    row.state = to
    row.reason = reason
    if to in _DAYS:
        setattr(row, _DAYS[to], clock.today())
    if to in _ENDS:
        row.accepted_on = row.due_on = row.passed_on = row.handed_over_on = None
    touch(row)
    recorded.record(acting_user, row, recorded.MOVED, _payload(row, before))
    if to in _ENDS or to in (_S.HANDED_OVER, _S.REGISTERED):
        todos.give_up(acting_user, row, "contracts.registration-moved")
    told.tell_unit(acting_user, row, words or reason)


def give_up_number(acting_user: Any, row: Registration, reason: str) -> None:
    """Withdraw a locked registration whose national number belongs to another, within the caller's transaction.

    Nothing else leads from registered to withdrawn. Its number and day are empty then, and no sum counts it.
    """
    row.national_number = row.registered_on = None
    row.attention = Attention.NONE
    before, row.state, row.reason = _S(row.state), _S.WITHDRAWN, reason[:500]
    touch(row)
    recorded.record(acting_user, row, recorded.MOVED, _payload(row, before))


def _payload(row: Registration, before: RegistrationState) -> dict[str, Any]:
    return {
        "from": before,
        "to": row.state,
        "reason": row.reason,
        "precheck_number": row.precheck_number,
        "national_number": row.national_number,
        "amount": row.amount,
        "technology_amount": row.technology_amount,
        "accepted_on": _day(row.accepted_on),
        "due_on": _day(row.due_on),
        "registered_on": _day(row.registered_on),
    }


def _day(day: Any) -> str | None:
    return None if day is None else day.isoformat()
