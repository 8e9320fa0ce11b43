"""A public notice that ended while the service couldn't be reached stands again: which cases come back to it."""

from typing import Any

from qinglan.programmes.domain import flow
from qinglan.programmes.models import Case, EntryOutcome, Notice, NoticeEntry, WorkItem
from qinglan.programmes.notices import todos as notice_todos


def stand_again(acting_user: Any, notice: Notice) -> list[int]:
    """Bring the cases that left the locked notice unopposed back to it, within the caller's transaction; which.

    A case that has ended, or on which something was decided since, stays where it is: nothing that was made
    known to anybody is taken back by the clock.
    """
    left = notice.entries.filter(outcome=EntryOutcome.UNOPPOSED).values_list("case", flat=True)
    back = []
    for case in Case.objects.select_for_update(of=("self",)).filter(pk__in=list(left)).order_by("pk"):
        if not _may_return(case, notice):
            continue
        flow.move_to(acting_user=acting_user, case=case, step=notice.step)
        NoticeEntry.objects.filter(notice=notice, case=case).update(
            outcome=EntryOutcome.STANDING, settled_at=None
        )
        back.append(case.pk)
    notice_todos.none_waits(acting_user, notice.round)
    return back


def _may_return(case: Case, notice: Notice) -> bool:
    if case.ended_at is not None or case.decisions.filter(release__isnull=False).exists():
        return False
    if NoticeEntry.objects.filter(case=case, settled_at__isnull=True).exists():
        return False
    last = WorkItem.objects.filter(case=case, step=notice.step).order_by("-pk").first()
    since = WorkItem.objects.filter(case=case, pk__gt=last.pk if last else 0, outcome__gt="")
    return not since.exists()
