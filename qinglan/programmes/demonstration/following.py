"""What follows from the rows of a story: the to-dos of those whose turn it is, and when cases are due."""

from qinglan.kernel.clock.story import telling
from qinglan.programmes.demonstration.cast import Cast
from qinglan.programmes.demonstration.filing import Told
from qinglan.programmes.desks import todos as desk_todos
from qinglan.programmes.domain import flow
from qinglan.programmes.models import Case, WorkItem
from qinglan.programmes.notices import todos as notice_todos
from qinglan.programmes.panels import todos as panel_todos


def follow(told: list[Told], cast: Cast) -> None:
    """Open the to-dos of all cases that wait for somebody, as `flow` would have."""
    waiting = [one for one in told if one.case.ended_at is None]
    with desk_todos.gathered(cast["system"]):
        for one in waiting:
            with telling(one.last.opened_at):
                _open(one.case, one.last, cast)


def _open(case: Case, item: WorkItem, cast: Cast) -> None:
    system = cast["system"]
    for act in flow.ON_MOVED:
        act(system, case, None, item)
    if item.type == "draw":
        panel_todos.case_came_to_draw(system, case, item)
    if item.type == "public_notice" and not case.notice_entries.exists():
        notice_todos.waits_for_notice(system, case.round)
