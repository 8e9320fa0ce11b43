"""Verbs on reported amounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.codes.uscc import normalised
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.measures import recorded, todos
from qinglan.kernel.measures.domain.chain import (
    figure_differences,
    last_of,
    same_value,
    withdrawal_difference,
)
from qinglan.kernel.measures.domain.checks import AlreadyOnRecord, check_about, checked, territories_of
from qinglan.kernel.measures.models import Figure, Indicator, Kind, SubjectKind
from qinglan.kernel.measures.units import COUNTED

UNIQUE = ("one_current_figure_per_subject_and_year", "one_current_figure_per_code_and_year")


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

    Raises PermissionRefused; AlreadyOnRecord where a figure for the same subject and year stands
    (it must be corrected instead); Impossible where the report does not fit the indicator (amount,
    subject, territory, code, confidentiality), the year has not begun, or the evidence is missing.
    """
    permissions.require(acting_user, "measures.report", report.indicator)
    _check(report, territories_of([report]), clock.today())
    return _insert(acting_user, report, corrects=None, moment=clock.now())


@transaction.atomic
def correct_figure(*, acting_user: Any, figure: Figure, report: Report, reason: str) -> Figure:
    """Put a new figure in the place of `figure`, which stays on record as closed, with the reason.

    Old and new change places at one moment, so that there is no moment without a figure. Raises
    StaleEdit when somebody else corrected or withdrew it meanwhile; Impossible for another
    indicator or year; else as report_figure.
    """
    permissions.require(acting_user, "measures.report", report.indicator)
    if not reason.strip():
        raise Impossible(_("Say why the figure is corrected; an auditor will ask."), field="reason")
    locked = _locked(figure)
    if not locked.is_current:
        standing = last_of(locked)
        raise StaleEdit(figure_differences(report, standing) or [same_value(standing)])
    if report.indicator != locked.indicator or report.year != locked.year:
        raise Impossible(
            _("A correction keeps indicator and year. Withdraw the figure and report it anew."), field="year"
        )
    _check(report, territories_of([report]), clock.today())
    moment = clock.now()
    _close(acting_user, locked, reason, moment)
    return _insert(acting_user, report, corrects=locked, moment=moment)


@transaction.atomic
def withdraw_figure(*, acting_user: Any, figure: Figure, reason: str) -> Figure:
    """Close a figure without another in its place. Raises as correct_figure."""
    permissions.require(acting_user, "measures.report", figure.indicator)
    if not reason.strip():
        raise Impossible(_("Say why the figure is withdrawn; an auditor will ask."), field="reason")
    locked = _locked(figure)
    if not locked.is_current:
        raise StaleEdit([withdrawal_difference(last_of(locked))])
    closed = _close(acting_user, locked, reason, clock.now())
    recorded.record(acting_user, recorded.WITHDRAWN, [closed])
    return closed


@transaction.atomic
def report_figures(*, acting_user: Any, reports: Sequence[Report]) -> int:
    """Enter many figures at once: all of them, or none. Returns their number.

    Raises as report_figure; the message names the row, counted from 1.
    """
    permissions.require(acting_user, "measures.report")
    moment, today = clock.now(), clock.today()
    territories = territories_of(reports)
    rows = []
    for number, report in enumerate(reports, 1):
        try:
            _check(report, territories, today)
            rows.append(_row(acting_user, report, corrects=None, moment=moment))
        except Impossible as error:
            raise Impossible(
                _("Row %(row)s: %(reason)s") % {"row": number, "reason": error.message}, field=error.field
            ) from error
    try:
        with transaction.atomic():
            made = Figure.objects.bulk_create(rows, batch_size=500)
    except IntegrityError as error:
        if not _is_double(error):
            raise
        raise Impossible(
            _("One of the figures is already on record, or stands twice among the rows. Nothing was entered.")
        ) from error
    recorded.record(acting_user, recorded.REPORTED, made)
    todos.reported(acting_user, made)
    return len(made)


def _check(report: Report, territories: Mapping[str, Territory], today: date) -> None:
    indicator = report.indicator
    if indicator.kind != Kind.AMOUNT:
        raise Impossible(
            _("This indicator is a list: enter an item of the list, not an amount."), field="indicator"
        )
    named = bool(report.subject_name.strip())
    if indicator.subject == SubjectKind.ORGANISATION and not named:
        raise Impossible(_("Name the organisation that the figure is about."), field="subject_name")
    if indicator.subject != SubjectKind.ORGANISATION and (named or report.subject_code.strip()):
        raise Impossible(_("This figure is about a territory, not an organisation."), field="subject_name")
    if report.year > today.year:
        raise Impossible(_("The year %(year)s has not begun yet.") % {"year": report.year}, field="year")
    check_about(report, territories, date(report.year, 1, 1), date(report.year, 12, 31))
    if report.value < 0:
        raise Impossible(_("The amount can't be below zero."), field="value")
    if indicator.unit in COUNTED and report.value != report.value.to_integral_value():
        raise Impossible(_("This is counted in whole numbers."), field="value")
    if not report.evidence.strip():
        raise Impossible(_("Name the document that the figure comes from."), field="evidence")
    if report.reported_on > today:
        raise Impossible(_("The date of the report lies ahead."), field="reported_on")


def _row(acting_user: Any, report: Report, *, corrects: Figure | None, moment: datetime) -> Figure:
    row = Figure(
        indicator=report.indicator,
        territory_id=report.territory_id,
        year=report.year,
        value=report.value,
        evidence=report.evidence.strip(),
        reported_on=report.reported_on,
        confidentiality=report.confidentiality,
        subject_code=normalised(report.subject_code),
        subject_name=report.subject_name.strip(),
        reporter=acting_user,
        recorded_at=moment,
        corrects=corrects,
    )
    checked(row)
    return row


def _insert(acting_user: Any, report: Report, *, corrects: Figure | None, moment: datetime) -> Figure:
    figure = _row(acting_user, report, corrects=corrects, moment=moment)
    try:
        with transaction.atomic():
            figure.save(force_insert=True)
    except IntegrityError as error:
        if not _is_double(error):
            raise
        raise AlreadyOnRecord(
            _("A figure of this indicator for %(year)s is already on record. Open it and correct it.")
            % {"year": report.year},
            standing=_standing(figure),
            field="value",
        ) from error
    recorded.record(acting_user, recorded.CORRECTED if corrects else recorded.REPORTED, [figure])
    todos.reported(acting_user, [figure])
    return figure


def _standing(double: Figure) -> Figure | None:
    current = Figure.objects.filter(indicator=double.indicator, year=double.year, closed_at__isnull=True)
    if double.subject_code:
        current = current.filter(subject_code=double.subject_code)
    else:
        current = current.filter(territory_id=double.territory_id, subject_name=double.subject_name)
    return current.select_related("indicator", "territory").first()


def _locked(figure: Figure) -> Figure:
    return (
        Figure.objects.select_for_update(of=("self",))
        .select_related("indicator", "territory")
        .get(pk=figure.pk)
    )


def _close(acting_user: Any, locked: Figure, reason: str, moment: datetime) -> Figure:
    locked.closed_at = moment
    locked.closing_reason = reason.strip()
    locked.closed_by = acting_user
    checked(locked)
    locked.save(update_fields=["closed_at", "closing_reason", "closed_by"])
    return locked


def _is_double(error: IntegrityError) -> bool:
    return any(name in str(error) for name in UNIQUE)
