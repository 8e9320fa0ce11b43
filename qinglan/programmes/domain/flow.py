"""The gate of a case: how it comes from one work item to the next, and where it ends.

Every verb on a case ends in `close_item`, within its own transaction, after it has asked for the
permission. Nothing else writes the state of cases and work items.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F
from django.utils.translation import gettext as _

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Difference, StaleEdit
from qinglan.kernel.periods.count import Deadline, end, legal_day
from qinglan.kernel.periods.length import Length, Unit
from qinglan.kernel.periods.packs import national_calendar
from qinglan.kernel.periods.stops import Stop
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.programmes import recorded
from qinglan.programmes.definition.manifest import LengthForm
from qinglan.programmes.definition.steps import ENDS, OUTCOMES, Step
from qinglan.programmes.models import Case, CaseStatus, ClockStop, ItemState, Owner, StepType, WorkItem

Hook = Callable[[Any, Case, WorkItem], None]
ON_OPENED: dict[str, list[Hook]] = {}
"""By type of step: what is made ready when a case comes to it (a notice's entry, the questions to departments)."""
ON_CLOSED: dict[str, list[Hook]] = {}
"""By type of step: what is tidied up when it is done or dropped."""
ON_ENDED: list[Callable[[Any, Case], None]] = []
"""What follows when a case has ended."""
ON_MOVED: list[Callable[[Any, Case, WorkItem | None, WorkItem | None], None]] = []
"""What follows whenever a case has moved, last of all: the work item that it left, and the one that it came to."""


@dataclass(frozen=True)
class Reason:
    """Why a step ended as it did: a code of the definition, the words, and the clause."""

    code: str = ""
    text: str = ""
    clause: str = ""


NO_REASON = Reason()


def locked(case: Case | int) -> Case:
    """The case, locked until the caller's transaction ends. Lock several in the order of their keys."""
    key = case.pk if isinstance(case, Case) else case
    return Case.objects.select_for_update(of=("self",)).get(pk=key)


def open_item_of(case: Case, step: str | None = None) -> WorkItem:
    """The open work item of a locked case; StaleEdit where it isn't (any more) at `step`."""
    item = WorkItem.objects.filter(case=case, state=ItemState.OPEN).first()
    if item is None or (step is not None and item.step != step):
        raise StaleEdit([stands_at(case, step or "")])
    return item


def stands_at(case: Case, step: str) -> Difference:
    """The difference between the step that somebody meant and where the case is by now."""
    return Difference(
        str(_("step")), _title(case, step), _title(case, case.step) or case.get_status_display()
    )


def elsewhere(case: Case, wanted: StepType) -> StaleEdit:
    """The answer to somebody who meant a type of step at which the case isn't (any more)."""
    return StaleEdit([Difference(str(_("step")), str(wanted.label), stands_at(case, "").current)])


def item_at(case: Case, wanted: StepType) -> WorkItem:
    """The open work item of a locked case, which must be of this type; StaleEdit otherwise."""
    item = WorkItem.objects.filter(case=case, state=ItemState.OPEN).first()
    if item is None or item.type != wanted:
        raise elsewhere(case, wanted)
    return item


def begin(*, acting_user: Any, case: Case) -> WorkItem:
    """Open the first work item of a new case, within the caller's transaction."""
    start = case.version.definition.step(case.version.definition.steps.start)
    return _arrive(acting_user, [(case, None, start)])[0]


@dataclass(frozen=True)
class Closing:
    """A work item of a locked case that is to be closed, with its outcome and why."""

    case: Case
    item: WorkItem
    outcome: str
    reason: Reason = NO_REASON


def close_item(
    *, acting_user: Any, case: Case, item: WorkItem, outcome: str, reason: Reason = NO_REASON
) -> WorkItem | None:
    """`close_items` for one case; the next work item, or None at an end. Within the caller's transaction."""
    return close_items(acting_user=acting_user, closings=[Closing(case, item, outcome, reason)])[0]


def close_items(*, acting_user: Any, closings: Sequence[Closing]) -> list[WorkItem | None]:
    """Close work items of locked cases, each with its outcome, and go on; for each the next work item, or None.

    In this order: the work items are closed (StaleEdit, with where each case stands, when somebody was first;
    ValueError for an outcome that its type doesn't have); their clock stops end today; `ON_CLOSED` of their
    types; the events. Then the next steps' work items are opened (`_open`), or a case ends with the status
    that its definition names, its moment is kept, and `ON_ENDED` follows. The cases' status, step, due date
    and revision are stored each time. Last of all `ON_MOVED`. A case stands once among them; the number of
    statements doesn't grow with cases that fare alike.
    """
    for one in closings:
        if one.outcome not in OUTCOMES[one.item.type]:
            raise ValueError(f"a {one.item.type} does not end in {one.outcome!r}")
    held = _lock_items([one.item.pk for one in closings])
    items = [held.get(one.item.pk) for one in closings]
    stale = [
        stands_at(one.case, one.item.step)
        for one, item in zip(closings, items, strict=True)
        if item is None or item.state != ItemState.OPEN or item.case_id != one.case.pk
    ]
    if stale:
        raise StaleEdit(stale)
    shut = [
        (one.case, item, one.outcome, one.reason)
        for one, item in zip(closings, items, strict=True)
        if item is not None
    ]
    _shut(acting_user, ItemState.DONE, shut)
    came: dict[int, WorkItem] = {}
    ends: list[tuple[Case, WorkItem, CaseStatus]] = []
    moves: list[tuple[Case, WorkItem | None, Step]] = []
    for case, item, outcome, reason in shut:
        goes_to = case.version.definition.step(item.step).next[outcome]
        recorded.record(
            acting_user, recorded.ITEM_CLOSED, case,
            step=item.step, visit=item.visit, outcome=outcome, to=goes_to,
            reason=reason.code, clause=reason.clause,
        )  # fmt: skip
        if goes_to in ENDS:
            ends.append((case, item, CaseStatus(goes_to)))
        else:
            moves.append((case, item, case.version.definition.step(goes_to)))
    for (case, _left, _step), made in zip(moves, _arrive(acting_user, moves), strict=True):
        came[case.pk] = made
    for case, item, status in ends:
        _end(acting_user, case, status, item)
    return [came.get(one.case.pk) for one in closings]


def _lock_items(keys: list[int]) -> dict[int, WorkItem]:
    rows = WorkItem.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    return {item.pk: item for item in rows}


def end_case(*, acting_user: Any, case: Case, status: CaseStatus, reason: Reason = NO_REASON) -> None:
    """End the locked `case`, within the caller's transaction: drop what is open, keep status and moment."""
    _end(acting_user, case, status, _drop(acting_user, case, reason))


def _end(acting_user: Any, case: Case, status: CaseStatus, left: WorkItem | None) -> None:
    case.status, case.step, case.ended_at, case.due_at = status, "", clock.now(), None
    case.revision += 1
    case.save(update_fields=["status", "step", "ended_at", "due_at", "revision"])
    recorded.record(acting_user, recorded.CASE_ENDED, case, status=status.value)
    for act in ON_ENDED:
        act(acting_user, case)
    _tell(acting_user, case, left, None)


def move_to(*, acting_user: Any, case: Case, step: str) -> WorkItem:
    """Drop what is open of the locked `case` and open `step`, within the caller's transaction.

    For what comes from outside the order of steps: a ruling on an objection, a return from above.
    """
    left = _drop(acting_user, case)
    return _arrive(acting_user, [(case, left, case.version.definition.step(step))])[0]


def bring_back(*, acting_user: Any, case: Case, step: str) -> WorkItem:
    """Open a locked case again that had ended, at `step`, within the caller's transaction.

    For an end that the clock brought while the service couldn't be reached.
    """
    case.status, case.ended_at = CaseStatus.SUBMITTED, None
    case.save(update_fields=["status", "ended_at"])
    return _arrive(acting_user, [(case, None, case.version.definition.step(step))])[0]


def deadline(start: date, within: LengthForm, stops: tuple[Stop, ...] = ()) -> Deadline:
    """Where a period of a definition ends that begins to run after `start`."""
    return end(start, Length(within.number, Unit(within.unit)), national_calendar(), stops=stops)


def _drop(acting_user: Any, case: Case, reason: Reason = NO_REASON) -> WorkItem | None:
    """Drop the open work item of the locked case, if there is one."""
    left = WorkItem.objects.select_for_update(of=("self",)).filter(case=case, state=ItemState.OPEN).first()
    if left is not None:
        _shut(acting_user, ItemState.DROPPED, [(case, left, "", reason)])
    return left


def _arrive(acting_user: Any, moves: Sequence[tuple[Case, WorkItem | None, Step]]) -> list[WorkItem]:
    came = _open(acting_user, [(case, step) for case, _left, step in moves])
    for (case, left, _step), item in zip(moves, came, strict=True):
        _tell(acting_user, case, left, item)
    return came


def _tell(acting_user: Any, case: Case, left: WorkItem | None, came: WorkItem | None) -> None:
    for act in ON_MOVED:
        act(acting_user, case, left, came)


def _open(acting_user: Any, arrivals: Sequence[tuple[Case, Step]]) -> list[WorkItem]:
    """Open a work item for each locked case at its step, and store where the case stands by that."""
    if not arrivals:
        return []
    now = clock.now()
    today = legal_day(now)
    ends = {step.id: deadline(today, step.within) if step.within else None for _case, step in arrivals}
    items = WorkItem.objects.bulk_create(
        WorkItem(
            case=case,
            step=step.id,
            type=step.type,
            owner=step.owner,
            territory_id=case.territory_id,
            organisation_id=_body(case, step),
            visit=visit,
            opened_at=now,
            due_at=due.ends_at if (due := ends[step.id]) else None,
            due_is_provisional=bool(due and due.is_provisional),
        )
        for (case, step), visit in zip(arrivals, _visits(arrivals), strict=True)
    )
    ClockStop.objects.bulk_create(
        ClockStop(case=case, item=item, first_day=today)
        for (case, step), item in zip(arrivals, items, strict=True)
        if step.stops_clock
    )
    dues = _cases_due([case for case, _step in arrivals])
    for case, step in arrivals:
        case.status, case.step, case.due_at = CaseStatus(step.status), step.id, dues[case.pk]
        case.revision += 1
    _store([case for case, _step in arrivals], ("status", "step", "due_at"))
    for (case, step), item in zip(arrivals, items, strict=True):
        recorded.record(
            acting_user, recorded.ITEM_OPENED, case,
            step=step.id, visit=item.visit, owner=step.owner,
            due=item.due_at.isoformat() if item.due_at else "",
        )  # fmt: skip
        for act in ON_OPENED.get(step.type, ()):
            act(acting_user, case, item)
    return items


def _visits(arrivals: Sequence[tuple[Case, Step]]) -> list[int]:
    """For each arrival the how-manieth visit of the case to the step it is."""
    rows = WorkItem.objects.filter(
        case__in=[case.pk for case, _step in arrivals], step__in={step.id for _case, step in arrivals}
    )
    counted = rows.order_by().values_list("case", "step").annotate(count=Count("pk"))
    before = {(case, step): count for case, step, count in counted}
    return [before.get((case.pk, step.id), 0) + 1 for case, step in arrivals]


def _shut(acting_user: Any, state: ItemState, closed: Sequence[tuple[Case, WorkItem, str, Reason]]) -> None:
    now = clock.now()
    alike: dict[tuple[str, Reason], list[int]] = {}
    for _case, item, outcome, reason in closed:
        item.state, item.outcome, item.closed_at, item.closed_by = state, outcome, now, acting_user
        item.reason_code, item.reason, item.clause = reason.code, reason.text, reason.clause
        alike.setdefault((outcome, reason), []).append(item.pk)
    for (outcome, reason), keys in alike.items():
        WorkItem.objects.filter(pk__in=keys).update(
            state=state, outcome=outcome, closed_at=now, closed_by=acting_user,
            reason_code=reason.code, reason=reason.text, clause=reason.clause,
        )  # fmt: skip
    stops = ClockStop.objects.filter(item__in=[item.pk for _case, item, _outcome, _reason in closed])
    stops.filter(last_day__isnull=True).update(last_day=legal_day(now))
    for case, item, _outcome, _reason in closed:
        for act in ON_CLOSED.get(item.type, ()):
            act(acting_user, case, item)


def _store(cases: Sequence[Case], names: tuple[str, ...]) -> None:
    """Write these fields of locked cases, and that each changed once more: one statement for those alike."""
    alike: dict[tuple[Any, ...], list[int]] = {}
    for case in cases:
        alike.setdefault(tuple(getattr(case, name) for name in names), []).append(case.pk)
    for values, keys in alike.items():
        rows = Case.objects.filter(pk__in=keys)
        rows.update(**dict(zip(names, values, strict=True)), revision=F("revision") + 1)


def _body(case: Case, step: Step) -> int | None:
    if step.owner == Owner.APPLICANT.value:
        return case.applicant_id
    if step.owner == Owner.RECOMMENDER.value:
        return case.recommender_id
    return None


def _cases_due(cases: Sequence[Case]) -> dict[int, datetime | None]:
    """By case the end of its whole period, counted from its submission, without the times in which it stood."""
    stood: dict[int, list[Stop]] = {}
    stops = ClockStop.objects.filter(case__in=[one.pk for one in cases])
    for key, first, last in stops.values_list("case", "first_day", "last_day"):
        stood.setdefault(key, []).append(Stop(first, last))
    known: dict[tuple[Any, ...], datetime | None] = {}
    found: dict[int, datetime | None] = {}
    for case in cases:
        within = case.version.definition.steps.within
        if within is None or case.submitted_at is None:
            found[case.pk] = None
            continue
        asked = (legal_day(case.submitted_at), within, tuple(stood.get(case.pk, ())))
        if asked not in known:
            known[asked] = deadline(*asked).ends_at
        found[case.pk] = known[asked]
    return found


def _title(case: Case, step: str) -> str:
    for one in case.version.definition.steps.steps:
        if one.id == step:
            return in_reader_language(one.title)
    return ""
