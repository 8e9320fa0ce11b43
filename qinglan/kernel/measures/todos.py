"""Yearly figures of the territory that nobody has reported yet, as to-dos of the officers."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import clock
from qinglan.kernel.jobs.one_by_one import one_by_one
from qinglan.kernel.measures.models import Figure, Indicator, Kind, Period, SubjectKind
from qinglan.kernel.roles import OFFICER
from qinglan.kernel.todos.addressee import to_role
from qinglan.kernel.todos.domain.todo import Subject, close_todos, open_todo
from qinglan.kernel.todos.kinds import register_kind
from qinglan.kernel.todos.reminders import yearly_end

SUBJECT = "measures.figure"
REPORT = register_kind("measures.report", _("Report a yearly figure"), announced=False).name


def key(indicator: int, year: int) -> str:
    """The key of the subject: the figure of one indicator for one year."""
    return f"{indicator}:{year}"


def open_due_figures(*, acting_user: Any) -> int:
    """Open a to-do for each yearly indicator of a territory without a figure for the year that is over.

    Each in a transaction of its own; how many are open. Asked for again, nothing is opened twice.
    """
    year = clock.today().year - 1
    silent = (
        Indicator.objects.filter(kind=Kind.AMOUNT, period=Period.YEAR, territory__isnull=False)
        .exclude(subject=SubjectKind.ORGANISATION)
        .exclude(figure__year=year, figure__closed_at__isnull=True)
    )
    return len(one_by_one("measures.figures_due", silent, lambda pk: _ask_for(acting_user, pk, year)))


def _ask_for(acting_user: Any, pk: int, year: int) -> None:
    indicator = Indicator.objects.get(pk=pk)
    subject = Subject(
        SUBJECT,
        key(indicator.pk, year),
        f"{indicator.name_zh}（{year} 年）",
        reverse("measures:report-for", args=[indicator.pack, indicator.slug, year]),
        f"{indicator.name_en} ({year})",
    )
    open_todo(
        acting_user=acting_user,
        kind=REPORT,
        subject=subject,
        to=to_role(OFFICER, territory=indicator.territory_id),
        due_at=yearly_end(REPORT, year + 1),
    )


def reported(acting_user: Any, figures: list[Figure]) -> None:
    """Close what these figures answer, within the caller's transaction."""
    for indicator, year in sorted({(figure.indicator_id, figure.year) for figure in figures}):
        close_todos(
            acting_user=acting_user,
            kind=REPORT,
            subject_type=SUBJECT,
            subject_key=key(indicator, year),
            by_act="measures.report",
        )
