"""What follows from the rows of a story: the to-dos of those whose turn it is, and when cases are due."""

from collections.abc import Sequence
from datetime import datetime

from qinglan.kernel.clock.story import telling
from qinglan.kernel.todos.story import together
from qinglan.programmes.demonstration.cast import Cast
from qinglan.programmes.demonstration.filing import Told
from qinglan.programmes.demonstration.panels import Drawn, Panels
from qinglan.programmes.desks import piles
from qinglan.programmes.desks import todos as desk_todos
from qinglan.programmes.desks.piles import Pile
from qinglan.programmes.models import Case, Decision, DepartmentReply, Round, WorkItem
from qinglan.programmes.notices import todos as notice_todos
from qinglan.programmes.panels import todos as panel_todos


def follow(told: Sequence[Told], cast: Cast, panels: Panels) -> None:
    """Open the to-dos of all cases that wait for somebody, as `flow` would have."""
    waiting = [one for one in told if one.case.ended_at is None]
    drawn = {id(case): one for one in panels.drawn.values() for case in one.told}
    found: dict[Pile, tuple[Round, WorkItem]] = {}
    sorts = _Sorts([one.case for one in waiting])
    with together():
        for one in waiting:
            with telling(one.last.opened_at):
                desk_todos.to_applicant(cast["system"], one.case, None, one.last)
                _open(one.case, one.last, cast)
                if id(one.case) in drawn:
                    _to_experts(one.last, drawn[id(one.case)], cast)
            for pile in sorts.piles_of(one.case, one.last):
                standing = found.setdefault(pile, (one.case.round, one.last))
                if _due(one.last) < _due(standing[1]):
                    found[pile] = (one.case.round, one.last)
        for pile, (one_round, item) in found.items():
            with telling(item.opened_at):
                desk_todos.open_pile(cast["system"], pile, one_round, item.due_at)


class _Sorts:
    """As `piles.piles_of`, and which of them aren't empty, with what it asks for read once for all cases."""

    def __init__(self, cases: Sequence[Case]) -> None:
        pending = DepartmentReply.objects.filter(case__in=cases, reply="pending", organisation__isnull=False)
        self.asked: dict[int, set[int]] = {}
        for case, body in pending.values_list("case", "organisation"):
            self.asked.setdefault(case, set()).add(body or 0)
        self.prepared = set(
            Decision.objects.filter(case__in=cases, release__isnull=True).values_list("item", flat=True)
        )

    def piles_of(self, case: Case, item: WorkItem) -> list[Pile]:
        """The piles on which a case lies that is at this work item."""
        if item.type == "joint_check":
            bodies = sorted(self.asked.get(case.pk, ()))
            asked = [Pile(piles.REPLY, case.round_id, item.step, body=body) for body in bodies]
            return [Pile(piles.ASK, case.round_id, item.step), *asked]
        if item.type == "decision":
            kind = piles.RELEASE if item.pk in self.prepared else piles.PREPARE
            return [Pile(kind, case.round_id, item.step)]
        return piles.piles_of(case, item)


def _due(item: WorkItem) -> datetime:
    return item.due_at or datetime.max.replace(tzinfo=item.opened_at.tzinfo)


def _to_experts(item: WorkItem, drawn: Drawn, cast: Cast) -> None:
    """What experts with an account have to do: answer an invitation, mark a case."""
    for seat in drawn.seats:
        if seat.entry.expert.user_id is None:
            continue
        if item.type == "draw":
            panel_todos.seat_invited(cast["system"], seat)
        elif item.type == "review":
            for reading in seat.assignments.filter(sheets__isnull=True, case__case=item.case):
                panel_todos.marks_due(cast["system"], reading, item)


def _open(case: Case, item: WorkItem, cast: Cast) -> None:
    system = cast["system"]
    if item.type == "draw" and not case.panel_cases.exists():
        panel_todos.case_came_to_draw(system, case, item)
    if item.type == "public_notice" and not case.notice_entries.exists():
        notice_todos.waits_for_notice(system, case.round)
    if item.type == "site_visit":
        panel_todos.visit_came(system, case, item)
        for visit in case.visits.all():
            panel_todos.visit_planned(system, case, item, [one.user for one in visit.team.all()])
