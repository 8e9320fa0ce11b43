"""The gate of a case: how it comes from one work item to the next, and where it ends.

Every verb on a case ends in `close_item`, within its own transaction, after it has asked for the
permission. Nothing else writes the state of cases and work items.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Difference, StaleEdit
from qinglan.kernel.periods.count import Deadline, end, legal_day
from qinglan.kernel.periods.length import Length, Unit
from qinglan.kernel.periods.packs import national_calendar
from qinglan.kernel.periods.stops import Stop
from qinglan.programmes import recorded
from qinglan.programmes.definition.language import in_reader_language
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
    return _arrive(acting_user, case, None, start)


def close_item(
    *, acting_user: Any, case: Case, item: WorkItem, outcome: str, reason: Reason = NO_REASON
) -> WorkItem | None:
    """Close `item` of the locked `case` with `outcome` and go on; the next work item, or None at an end.

    In this order: the work item is closed (StaleEdit, with where the case stands, when somebody was first;
    ValueError for an outcome that its type doesn't have); its clock stop ends today; `ON_CLOSED` of its
    type; the event; then either the next step's work item is opened (`_open`), or the case ends with the
    status that its definition names, its moment is kept, and `ON_ENDED` follows. The case's status, step,
    due date and revision are stored each time. Last of all `ON_MOVED`.
    """
    if outcome not in OUTCOMES[item.type]:
        raise ValueError(f"a {item.type} does not end in {outcome!r}")
    current = WorkItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if current.state != ItemState.OPEN or current.case_id != case.pk:
        raise StaleEdit([stands_at(case, item.step)])
    definition = case.version.definition
    goes_to = definition.step(current.step).next[outcome]
    _shut(acting_user, case, current, ItemState.DONE, outcome, reason)
    recorded.record(
        acting_user, recorded.ITEM_CLOSED, case,
        step=current.step, visit=current.visit, outcome=outcome, to=goes_to,
        reason=reason.code, clause=reason.clause,
    )  # fmt: skip
    if goes_to in ENDS:
        _end(acting_user, case, CaseStatus(goes_to), current)
        return None
    return _arrive(acting_user, case, current, definition.step(goes_to))


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
    return _arrive(acting_user, case, left, case.version.definition.step(step))


def deadline(start: date, within: LengthForm, stops: tuple[Stop, ...] = ()) -> Deadline:
    """Where a period of a definition ends that begins to run after `start`."""
    return end(start, Length(within.number, Unit(within.unit)), national_calendar(), stops=stops)


def _drop(acting_user: Any, case: Case, reason: Reason = NO_REASON) -> WorkItem | None:
    """Drop the open work item of the locked case, if there is one."""
    left = WorkItem.objects.select_for_update(of=("self",)).filter(case=case, state=ItemState.OPEN).first()
    if left is not None:
        _shut(acting_user, case, left, ItemState.DROPPED, "", reason)
    return left


def _arrive(acting_user: Any, case: Case, left: WorkItem | None, step: Step) -> WorkItem:
    came = _open(acting_user, case, step)
    _tell(acting_user, case, left, came)
    return came


def _tell(acting_user: Any, case: Case, left: WorkItem | None, came: WorkItem | None) -> None:
    for act in ON_MOVED:
        act(acting_user, case, left, came)


def _open(acting_user: Any, case: Case, step: Step) -> WorkItem:
    now = clock.now()
    due = deadline(legal_day(now), step.within) if step.within else None
    visits = WorkItem.objects.filter(case=case, step=step.id).count()
    item = WorkItem.objects.create(
        case=case,
        step=step.id,
        type=step.type,
        owner=step.owner,
        territory_id=case.territory_id,
        organisation_id=_body(case, step),
        visit=visits + 1,
        opened_at=now,
        due_at=due.ends_at if due else None,
        due_is_provisional=bool(due and due.is_provisional),
    )
    if step.stops_clock:
        ClockStop.objects.create(case=case, item=item, first_day=legal_day(now))
    case.status, case.step = CaseStatus(step.status), step.id
    case.due_at = _case_due(case)
    case.revision += 1
    case.save(update_fields=["status", "step", "due_at", "revision"])
    recorded.record(
        acting_user, recorded.ITEM_OPENED, case,
        step=step.id, visit=item.visit, owner=step.owner,
        due=item.due_at.isoformat() if item.due_at else "",
    )  # fmt: skip
    for act in ON_OPENED.get(step.type, ()):
        act(acting_user, case, item)
    return item


def _shut(
    acting_user: Any, case: Case, item: WorkItem, state: ItemState, outcome: str, reason: Reason
) -> None:
    now = clock.now()
    item.state, item.outcome, item.closed_at, item.closed_by = state, outcome, now, acting_user
    item.reason_code, item.reason, item.clause = reason.code, reason.text, reason.clause
    item.save(update_fields=["state", "outcome", "closed_at", "closed_by", "reason_code", "reason", "clause"])
    ClockStop.objects.filter(item=item, last_day__isnull=True).update(last_day=legal_day(now))
    for act in ON_CLOSED.get(item.type, ()):
        act(acting_user, case, item)


def _body(case: Case, step: Step) -> int | None:
    if step.owner == Owner.APPLICANT.value:
        return case.applicant_id
    if step.owner == Owner.RECOMMENDER.value:
        return case.recommender_id
    return None


def _case_due(case: Case) -> Any:
    """The end of the period of the whole case, counted from its submission, without the times in which it stood."""
    within = case.version.definition.steps.within
    if within is None or case.submitted_at is None:
        return None
    stops = tuple(Stop(stop.first_day, stop.last_day) for stop in case.stops.all())
    return deadline(legal_day(case.submitted_at), within, stops).ends_at


def _title(case: Case, step: str) -> str:
    for one in case.version.definition.steps.steps:
        if one.id == step:
            return in_reader_language(one.title)
    return ""
