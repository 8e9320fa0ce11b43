"""How public notices end: by themselves, case by case where an objection stands."""

from functools import partial
from typing import Any

from qinglan.kernel import clock, permissions
from qinglan.kernel.jobs.one_by_one import one_by_one
from qinglan.programmes import recorded
from qinglan.programmes.desks import todos as desk_todos
from qinglan.programmes.domain import flow
from qinglan.programmes.domain.notice_snapshot import snap
from qinglan.programmes.domain.notice_state import locked
from qinglan.programmes.models import (
    Case,
    EntryOutcome,
    ItemState,
    Notice,
    NoticeEntry,
    NoticeState,
    Objection,
    Ruling,
    SnapshotCause,
    StepType,
    WorkItem,
)
from qinglan.programmes.notices import events as notice_events
from qinglan.programmes.notices import todos as notice_todos


def close_due_notices(*, acting_user: Any) -> int:
    """Close every notice whose end has come, each in a transaction of its own; how many.

    May be repeated at will: what was closed is not touched again, what was broken off is begun anew.
    """
    permissions.require(acting_user, "programmes.close_notices")
    due = Notice.objects.filter(state=NoticeState.POSTED, ends_at__lte=clock.now())
    return sum(one_by_one("programmes.close_notices", due, partial(_close, acting_user)))


def _close(acting_user: Any, key: int) -> bool:
    """Close one notice.

    In order: lock, and the clock after it (an objection that came in time was committed before); the last
    snapshot; every case without an open objection goes on with “unopposed”; the others stay and are named in
    the event.
    """
    notice = locked(key)
    now = clock.now()
    if notice.state != NoticeState.POSTED or now < notice.ends_at:
        return False
    snap(acting_user, notice, SnapshotCause.CLOSED, now)
    notice.state, notice.closed_at = NoticeState.CLOSED, now
    notice.revision += 1
    notice.save(update_fields=["state", "closed_at", "revision"])
    standing = notice.entries.filter(settled_at__isnull=True).values("case")
    cases = list(
        Case.objects.select_for_update(of=("self",))
        .select_related("version", "round")
        .filter(pk__in=standing)
        .order_by("pk")
    )
    held = [case.pk for case in cases if case.held_by_objection]
    free = [case for case in cases if not case.held_by_objection]
    with recorded.gathered(acting_user), desk_todos.gathered(acting_user):
        flow.close_items(
            acting_user=acting_user,
            closings=[flow.Closing(case, item, "unopposed") for case, item in _at_notice(free)],
        )
    notice_events.record(acting_user, notice_events.CLOSED, notice, went_on=len(cases) - len(held), held=held)
    return True


def _at_notice(cases: list[Case]) -> list[tuple[Case, WorkItem]]:
    """Each locked case with its open work item, which is its public notice; StaleEdit for one that is elsewhere."""
    rows = WorkItem.objects.filter(
        case__in=[case.pk for case in cases], state=ItemState.OPEN, type=StepType.PUBLIC_NOTICE
    )
    items = {item.case_id: item for item in rows}
    return [(case, items.get(case.pk) or flow.item_at(case, StepType.PUBLIC_NOTICE)) for case in cases]


def go_on(acting_user: Any, case: Case) -> None:
    """Let a locked case leave its public notice without opposition, within the caller's transaction."""
    item = flow.item_at(case, StepType.PUBLIC_NOTICE)
    flow.close_item(acting_user=acting_user, case=case, item=item, outcome="unopposed")


def set_free(acting_user: Any, case: Case) -> bool:
    """Take the mark off a locked case that no objection holds any more; where its notice has ended it goes on.

    Within the caller's transaction; False while another objection holds it.
    """
    if Objection.objects.filter(entry__case=case, state=Ruling.OPEN).exists():
        return False
    mark(case, held=False)
    entry = NoticeEntry.objects.filter(case=case, settled_at__isnull=True).select_related("notice").first()
    if entry is not None and entry.notice.state == NoticeState.CLOSED:
        go_on(acting_user, case)
    return True


def mark(case: Case, *, held: bool) -> None:
    """Mark a locked case as held by an objection, or free."""
    if case.held_by_objection != held:
        case.held_by_objection = held
        case.revision += 1
        case.save(update_fields=["held_by_objection", "revision"])


def settle_entry(acting_user: Any, case: Case, item: WorkItem) -> None:
    """What `flow` calls when a case leaves its public notice, within the caller's transaction."""
    outcome = EntryOutcome(item.outcome) if item.outcome else EntryOutcome.DROPPED
    NoticeEntry.objects.filter(case=case, settled_at__isnull=True).update(
        outcome=outcome, settled_at=item.closed_at
    )
    mark(case, held=False)


def hold_again(acting_user: Any, case: Case, item: WorkItem) -> None:
    """What `flow` calls when a case comes to its public notice (again), within the caller's transaction: what is open still holds it."""
    mark(case, held=Objection.objects.filter(entry__case=case, state=Ruling.OPEN).exists())


flow.ON_OPENED.setdefault(StepType.PUBLIC_NOTICE.value, []).extend([notice_todos.case_waits, hold_again])
flow.ON_CLOSED.setdefault(StepType.PUBLIC_NOTICE.value, []).append(settle_entry)
