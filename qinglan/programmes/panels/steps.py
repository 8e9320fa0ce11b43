"""What happens when a case comes to its draw, review or site visit, and when it leaves: hooks of `domain.flow`."""

from qinglan.programmes.domain import flow
from qinglan.programmes.models import StepType
from qinglan.programmes.panels import todos as panel_todos

for _step, _opened, _closed in (
    (StepType.DRAW, panel_todos.case_came_to_draw, panel_todos.case_left_draw),
    (StepType.REVIEW, panel_todos.review_came, panel_todos.review_left),
    (StepType.SITE_VISIT, panel_todos.visit_came, panel_todos.visit_left),
):
    flow.ON_OPENED.setdefault(_step, []).append(_opened)
    flow.ON_CLOSED.setdefault(_step, []).append(_closed)
