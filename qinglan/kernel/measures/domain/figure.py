"""Verbs on reported amounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.kernel.measures.models import Figure, Indicator, Kind, SubjectKind


@dataclass(frozen=True)
class Report:
    """What an officer reports: about whom, for which year, how much (in the indicator's unit), on
    which evidence, on which day, and who may see it.
    """

    indicator: Indicator
    territory_id: str
    year: int
    value: Decimal
    evidence: str
    reported_on: date
    confidentiality: str
    subject_code: str = ""
    subject_name: str = ""


@transaction.atomic
def report_figure(*, acting_user: Any, report: Report) -> Figure:
    """Enter a figure on record.

    Raises PermissionRefused; Impossible where the indicator takes no amounts, the year is not yet
    begun, the evidence or the organisation is missing, or a figure for the same subject and year
    already stands (it must be corrected instead).
    """
    permissions.require(acting_user, "measures.report", report.indicator)
    _check(report)
    return _insert(acting_user, report, corrects=None)


@transaction.atomic
def correct_figure(*, acting_user: Any, figure: Figure, report: Report, reason: str) -> Figure:
    """Put a new figure in the place of `figure`, which stays on record as closed, with the reason.

    Raises StaleEdit when somebody else corrected or withdrew it meanwhile, else as report_figure.
    """
    permissions.require(acting_user, "measures.report", report.indicator)
    _check(report)
    if not reason.strip():
        raise Impossible(_("Say why the figure is corrected; an auditor will ask."), field="reason")
    _close(acting_user, figure, reason, yours=report.value)
    return _insert(acting_user, report, corrects=figure)


@transaction.atomic
def withdraw_figure(*, acting_user: Any, figure: Figure, reason: str) -> Figure:
    """Close a figure without another in its place. Raises as correct_figure."""
    permissions.require(acting_user, "measures.report", figure.indicator)
    if not reason.strip():
        raise Impossible(_("Say why the figure is withdrawn; an auditor will ask."), field="reason")
    return _close(acting_user, figure, reason, yours=None)


@transaction.atomic
def report_figures(*, acting_user: Any, reports: Sequence[Report]) -> int:
    """Enter many figures at once: all of them, or none. Returns their number.

    Raises as report_figure; the message names the row, counted from 1.
    """
    permissions.require(acting_user, "measures.report")
    moment = clock.now()
    rows = []
    for number, report in enumerate(reports, 1):
        try:
            _check(report)
        except Impossible as error:
            raise Impossible(
                _("Row %(row)s: %(reason)s") % {"row": number, "reason": error.message}, field=error.field
            ) from error
        rows.append(_row(acting_user, report, corrects=None, moment=moment))
    try:
        with transaction.atomic():
            return len(Figure.objects.bulk_create(rows, batch_size=500))
    except IntegrityError as error:
        if "one_current_figure_per_subject_and_year" not in str(error):
            raise
        raise Impossible(
            _("One of the figures is already on record, or stands twice among the rows. Nothing was entered.")
        ) from error


def _check(report: Report) -> None:
    if report.indicator.kind != Kind.AMOUNT:
        raise Impossible(
            _("This indicator is a list: enter an item of the list, not an amount."), field="indicator"
        )
    if report.indicator.subject == SubjectKind.ORGANISATION and not report.subject_name.strip():
        raise Impossible(_("Name the organisation that the figure is about."), field="subject_name")
    if report.year > clock.today().year:
        raise Impossible(_("The year %(year)s has not begun yet.") % {"year": report.year}, field="year")
    if not report.evidence.strip():
        raise Impossible(_("Name the document that the figure comes from."), field="evidence")


def _row(acting_user: Any, report: Report, *, corrects: Figure | None, moment: datetime) -> Figure:
    return Figure(
        indicator=report.indicator,
        territory_id=report.territory_id,
        year=report.year,
        value=report.value,
        evidence=report.evidence.strip(),
        reported_on=report.reported_on,
        confidentiality=report.confidentiality,
        subject_code=report.subject_code.strip(),
        subject_name=report.subject_name.strip(),
        reporter=acting_user,
        recorded_at=moment,
        corrects=corrects,
    )


def _insert(acting_user: Any, report: Report, corrects: Figure | None) -> Figure:
    try:
        with transaction.atomic():
            figure = _row(acting_user, report, corrects=corrects, moment=clock.now())
            figure.save(force_insert=True)
            return figure
    except IntegrityError as error:
        if "one_current_figure_per_subject_and_year" not in str(error):
            raise
        raise Impossible(
            _("A figure of this indicator for %(year)s is already on record. Open it and correct it.")
            % {"year": report.year},
            field="year",
        ) from error


def _close(acting_user: Any, figure: Figure, reason: str, *, yours: Decimal | None) -> Figure:
    locked = (
        Figure.objects.select_for_update(of=("self",))
        .select_related("indicator", "closed_by")
        .get(pk=figure.pk)
    )
    if not locked.is_current:
        successor = Figure.objects.filter(corrects=locked).first()
        current = f"{successor.value.normalize():f}" if successor else _("withdrawn")
        raise StaleEdit(
            [
                Difference(
                    _("value"), f"{yours.normalize():f}" if yours is not None else _("withdrawn"), current
                )
            ]
        )
    locked.closed_at = clock.now()
    locked.closing_reason = reason.strip()
    locked.closed_by = acting_user
    locked.save(update_fields=["closed_at", "closing_reason", "closed_by"])
    return locked
