"""When bids begin and end: the verbs of the clock. What then happens is entered by each mode's own room."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from qinglan.auctions.domain.lot_state import locked_now, set_lot_state
from qinglan.auctions.models import Lot, LotState
from qinglan.kernel import clock, permissions

Effect = Callable[[Any, Lot], None]
"""Given the acting user and the locked lot, whose state was just set, within the caller's transaction."""


@dataclass(frozen=True)
class Course:
    """What a mode does when bids begin and end, and when they really end (None: as planned, `bids_until`).

    `moves` takes a later end of bids that are being taken; without it the planned end is the one that holds.
    """

    opens: Effect | None = None
    closes: Effect | None = None
    ends_at: Callable[[Lot], datetime | None] | None = None
    moves: Callable[[Lot, datetime], Any] | None = None


_courses: dict[str, Course] = {}
_after: list[Effect] = []


def register(modes: Iterable[str], course: Course) -> None:
    """Enter the course of some modes; each mode has one."""
    for mode in modes:
        if mode in _courses:
            raise ValueError(f"the mode {mode} has its course already")
        _courses[mode] = course


def register_after_close(effect: Effect) -> None:
    """Enter what follows the end of the bids of every lot (its result), after the mode's own `closes`."""
    _after.append(effect)


def ends_at(lot: Lot) -> datetime | None:
    """When the bids of `lot` end as it stands now; None for a standing offer."""
    course = _courses.get(lot.mode, Course())
    return (course.ends_at(lot) if course.ends_at is not None else None) or lot.bids_until


def move_end(row: Lot, until: datetime) -> None:
    """Move the end of a locked lot whose bids are being taken, within the caller's transaction.

    Comes before anything is appended to the stream of the lot: bids lock in that order.
    """
    course = _courses.get(row.mode, Course())
    if course.moves is not None:
        course.moves(row, until)
    row.bids_until = until


@transaction.atomic
def open_bidding(*, acting_user: Any, lot: Lot) -> bool:
    """Let the bids of one lot begin whose time has come; whether it did. For the job.

    Locks the lot first and looks at the clock after that, so that an amendment of its dates comes before or after.
    """
    permissions.require(acting_user, "auctions.run_moments")
    row = locked_now(lot.pk)
    if row.state != LotState.DISCLOSED or row.bids_from is None or clock.now() < row.bids_from:
        return False
    set_lot_state(acting_user, row, LotState.BIDDING)
    course = _courses.get(row.mode, Course())
    if course.opens is not None:
        course.opens(acting_user, row)
    return True


@transaction.atomic
def close_bidding(*, acting_user: Any, lot: Lot) -> bool:
    """End the bids of one lot whose end is over; whether it did. For the job, and for modes that end by a bid."""
    permissions.require(acting_user, "auctions.run_moments")
    row = locked_now(lot.pk)
    end = ends_at(row)
    if row.state != LotState.BIDDING or end is None or clock.now() < end:
        return False
    finish(acting_user, row)
    return True


def finish(acting_user: Any, row: Lot) -> None:
    """Close the bids of a locked lot now, within the caller's transaction: state, the mode's end, then the result."""
    set_lot_state(acting_user, row, LotState.CLOSED)
    course = _courses.get(row.mode, Course())
    if course.closes is not None:
        course.closes(acting_user, row)
    for effect in _after:
        effect(acting_user, row)
