"""Who sits where after the draw: the rule by which the next in the order steps in. Called by verbs only."""

from typing import Any

from django.utils.translation import gettext as _

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.parties.sealed import opened
from qinglan.programmes.domain import flow
from qinglan.programmes.jobs import reseat_panel
from qinglan.programmes.models import (
    Case,
    Exclusion,
    ItemState,
    Panel,
    PanelAssignment,
    PanelCase,
    PoolEntry,
    Seat,
    SeatState,
    SeatStep,
    StepType,
    Way,
    WorkItem,
)
from qinglan.programmes.panels import draw as panel_draw
from qinglan.programmes.panels.events import EXCLUDED, SEAT_CHANGED, note_panel
from qinglan.programmes.panels.pool import is_available, known_tie
from qinglan.programmes.panels.record import CLOSED, REOPENED, changes_of, drawn_of
from qinglan.programmes.panels.record import EXCLUDED as EXCLUDED_STEP
from qinglan.programmes.panels.todos import is_at_review, marks_due, marks_not_due, seat_settled


def settle(*, acting_user: Any, panel: Panel, strict: bool = False) -> None:
    """Bring seats and readings of a locked, drawn panel up to date, within the caller's transaction.

    1. By the order and all changes so far it finds who reads each case. One who is newly called and has left
       the pool, is absent, or has a tie that became known is passed over, and the count begins again.
    2. Calls the new seats, ends readings that no longer stand, opens new ones.
    3. A case at its draw whose experts have all accepted goes on to its review.

    Where the order is used up for a case it stays short of experts, which its page says (`redraw_case` helps);
    when `strict`, Impossible is raised instead.
    """
    seed = opened(panel.secret.seed)
    entries = {one.pseudonym: one for one in panel.pool.select_related("expert__user")}
    cases = {one.label: one for one in panel.cases.filter(is_current=True).select_related("case__applicant")}
    drawn = drawn_of(panel)
    order = panel_draw.order(drawn.pool, seed)
    places = {name: number for number, name in enumerate(order, 1)}
    standing = {one.entry.pseudonym: one for one in panel.seats.select_related("entry")}
    while True:
        seats = panel_draw.seats(drawn, order, changes_of(panel))
        seats = {label: names for label, names in seats.items() if label in cases and _is_live(cases[label])}
        called = sorted({name for names in seats.values() for name in names}, key=places.__getitem__)
        fresh = [name for name in called if name not in standing]
        if not fresh:
            break
        for name in fresh:
            standing[name] = _call(acting_user, panel, entries[name], places[name])
        passed = [
            _passed_over(acting_user, panel, standing[name], [cases[x] for x in seats if name in seats[x]])
            for name in fresh
        ]
        if not any(passed):
            break
    for label, names in seats.items():
        if strict and len(names) < panel.experts:
            raise Impossible(
                _(
                    "The order of this draw is used up: %(case)s would have %(number)s of %(wanted)s experts."
                    " Cancel the draw with this reason, and commit to a new one with a larger pool."
                )
                % {"case": cases[label].case, "number": len(names), "wanted": panel.experts}
            )
        _readings(acting_user, cases[label], [standing[name] for name in names])
    for label in seats:
        _go_on(acting_user, panel, cases[label])


def step_of(
    acting_user: Any, seat: Seat, what: str, way: Way, *, case: PanelCase | None = None, now: Any = None
) -> None:
    """Keep what happened to a seat, within the caller's transaction; how the seat stands is the caller's."""
    SeatStep.objects.create(seat=seat, what=what, way=way, case=case, at=now or clock.now(), by=acting_user)


def change_seat(acting_user: Any, seat: Seat, state: SeatState, way: Way, reason: str = "") -> None:
    """Set how a locked seat stands, keep the step and the event, within the caller's transaction."""
    now = clock.now()
    seat.state, seat.changed_at, seat.reason = state, now, reason.strip()[:300]
    seat.revision += 1
    seat.save(update_fields=["state", "changed_at", "reason", "revision"])
    step_of(acting_user, seat, state.value, way, now=now)
    note_panel(
        acting_user, SEAT_CHANGED, seat.panel,
        pseudonym=seat.entry.pseudonym, place=seat.place, state=state.value, way=way.value,
    )  # fmt: skip
    if state != SeatState.INVITED:
        seat_settled(acting_user, seat)


def exclude(acting_user: Any, seat: Seat, case: PanelCase, kind: str, way: Way) -> None:
    """An expert may not read a case, from now on, within the caller's transaction."""
    now = clock.now()
    Exclusion.objects.create(
        entry=seat.entry, case=case, kind=kind, at=now, by=acting_user, after_commitment=True
    )
    step_of(acting_user, seat, EXCLUDED_STEP, way, case=case, now=now)
    note_panel(
        acting_user, EXCLUDED, seat.panel, pseudonym=seat.entry.pseudonym, case=case.label, tie=kind,
        way=way.value,
    )  # fmt: skip


def close_case(acting_user: Any, case: PanelCase) -> None:
    """From now on the seats of this case stand, whatever happens to the panel; within the caller's transaction."""
    seat = Seat.objects.filter(panel=case.panel_id).order_by("place").first()
    if seat is not None:
        step_of(acting_user, seat, CLOSED, Way.SYSTEM, case=case)


def open_again(acting_user: Any, case: Case, item: WorkItem) -> None:
    """What `flow` calls when a case comes to its review, within the caller's transaction.

    Where an earlier review had closed its seats they are counted anew, without those who are gone by now. The
    panel is locked before its cases and so can't be here: the seats are brought up to date right afterwards.
    """
    one = PanelCase.objects.filter(case=case, is_current=True).first()
    if one is None:
        return
    steps = SeatStep.objects.filter(case=one, what__in=[CLOSED, REOPENED]).order_by("-pk")
    last = steps.select_related("seat").first()
    if last is not None and last.what == CLOSED:
        step_of(acting_user, last.seat, REOPENED, Way.SYSTEM, case=one)
        reseat_panel.defer(panel=one.panel_id)


def _is_live(one: PanelCase) -> bool:
    """Whether the case still is at its draw or review."""
    return WorkItem.objects.filter(
        case=one.case_id, state=ItemState.OPEN, type__in=[StepType.DRAW, StepType.REVIEW]
    ).exists()


def _call(acting_user: Any, panel: Panel, entry: PoolEntry, place: int) -> Seat:
    seat = Seat.objects.create(panel=panel, entry=entry, place=place, changed_at=clock.now())
    step_of(acting_user, seat, SeatState.CALLED.value, Way.SYSTEM)
    return seat


def _passed_over(acting_user: Any, panel: Panel, seat: Seat, cases: list[PanelCase]) -> bool:
    """What has changed since the pool was taken is seen now, when the expert's turn comes."""
    expert = seat.entry.expert
    if not is_available(expert, panel.review_on):
        reason = _("no longer in the pool, or absent on the day")
        change_seat(acting_user, seat, SeatState.REPLACED, Way.SYSTEM, reason)
        return True
    found = False
    for one in cases:
        kind = known_tie(expert, one.case, panel.review_on)
        if kind:
            exclude(acting_user, seat, one, kind, Way.SYSTEM)
            found = True
    own = {one.pk for one in cases}
    tied = set(Exclusion.objects.filter(entry=seat.entry, case__in=own).values_list("case", flat=True))
    if found and own <= tied:
        change_seat(acting_user, seat, SeatState.CONFLICTED, Way.SYSTEM)
    return found


def _readings(acting_user: Any, case: PanelCase, seats: list[Seat]) -> None:
    now = clock.now()
    there = {one.seat_id: one for one in PanelAssignment.objects.filter(case=case)}
    wanted = {seat.pk for seat in seats}
    for key, one in there.items():
        if one.ended_at is None and key not in wanted:
            one.ended_at = now
            one.save(update_fields=["ended_at"])
            marks_not_due(acting_user, one)
        elif one.ended_at is not None and key in wanted:
            one.ended_at = None
            one.save(update_fields=["ended_at"])
    for seat in seats:
        if seat.pk not in there:
            PanelAssignment.objects.create(seat=seat, case=case, begun_at=now)
    item = is_at_review(case)
    if item is not None:
        for one in case.assignments.filter(ended_at__isnull=True, seat__state=SeatState.ACCEPTED).exclude(
            sheets__item=item
        ):
            marks_due(acting_user, one, item)


def _go_on(acting_user: Any, panel: Panel, one: PanelCase) -> None:
    seats = Seat.objects.filter(assignments__case=one, assignments__ended_at__isnull=True)
    if seats.filter(state=SeatState.ACCEPTED).count() < panel.experts:
        return
    case = flow.locked(one.case_id)
    item = WorkItem.objects.filter(case=case, state=ItemState.OPEN).first()
    if item is not None and item.type == StepType.DRAW:
        flow.close_item(acting_user=acting_user, case=case, item=item, outcome="drawn")


flow.ON_OPENED.setdefault(StepType.REVIEW.value, []).append(open_again)
