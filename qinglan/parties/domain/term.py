"""Parts of verbs on terms: begin and end memberships, assignments and delegations."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from qinglan.kernel import clock
from qinglan.parties.models.assignment import Assignment
from qinglan.parties.models.delegation import Delegation
from qinglan.parties.models.organisation_membership import Membership
from qinglan.parties.models.term import Term

RAN_OUT = "ran out"
"""The stored reason of a term whose last day passed; nobody ended it."""


def end(rows: Iterable[Term], *, by: Any, reason: str, on: date | None = None) -> list[Term]:
    """End each of the locked `rows` now, with what was delegated from it; returns those that stood.

    Within the caller's transaction, which has checked the permission and records the act. `by` is None
    where a term ran out. The last day becomes `on` (today), unless it came earlier.
    """
    now = clock.now()
    last = on or now.astimezone(clock.SHANGHAI).date()
    ended = []
    for row in rows:
        if row.ended_at is not None:
            continue
        row.ended_at, row.ended_by, row.end_reason = now, by, reason[:300]
        row.valid_to = max(row.valid_from, last if row.valid_to is None else min(row.valid_to, last))
        row.save(update_fields=["ended_at", "ended_by", "end_reason", "valid_to"])
        ended.append(row)
        end(_delegations(row), by=by, reason=reason, on=on)
    return ended


def _delegations(row: Term) -> Iterable[Term]:
    if not isinstance(row, (Assignment, Membership)):
        return ()
    what = {"membership": row} if isinstance(row, Membership) else {"assignment": row}
    return Delegation.objects.unended().filter(**what).select_for_update()
