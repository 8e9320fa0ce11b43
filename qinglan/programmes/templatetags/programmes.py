"""``{% load programmes %}``."""

from datetime import datetime
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from qinglan.kernel.periods.packs import national_calendar
from qinglan.kernel.web.templatetags import qinglan
from qinglan.programmes.cases.time_left import days_left
from qinglan.programmes.models import Case, CaseStatus, Round, RoundState
from qinglan.programmes.views.cases import LIGHTS, row_of
from qinglan.programmes.views.schemes import ROUND_LIGHTS

register = template.Library()
CALENDAR = "programmes.calendar"


@register.simple_tag
def case_row(case: Case, now: datetime) -> dict[str, Any]:
    """A case as a line of the applicant's list."""
    return row_of(case, now)


@register.simple_tag(takes_context=True)
def time_left(context: template.Context, until: datetime | None, now: datetime) -> SafeString:
    """The working days that are left until a moment, with their light. A page looks for the calendar once."""
    kept: Any = context.render_context
    if CALENDAR not in kept:
        kept[CALENDAR] = national_calendar()
    left = days_left(until, now, kept[CALENDAR])
    return qinglan.days_left(left.working_days, left.until) if left is not None else mark_safe("")


@register.simple_tag
def round_light(one: Round) -> SafeString:
    """The state of a round with its light."""
    return qinglan.light(ROUND_LIGHTS[RoundState(one.state)], one.get_state_display())


@register.simple_tag
def case_status(status: str) -> SafeString:
    """How far an application is, with its light."""
    return qinglan.light(LIGHTS.get(CaseStatus(status), "idle"), str(CaseStatus(status).label))
