"""Verbs on yearly reports: begin, save, submit, return, accept, begin a correction."""

import hashlib
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.kernel.history.since import require_unchanged
from qinglan.kernel.measures.domain.checks import AlreadyOnRecord
from qinglan.kernel.measures.domain.figure import Report, correct_figure, report_figure
from qinglan.kernel.measures.models import Figure, Indicator
from qinglan.kernel.messages.domain.message import send_message
from qinglan.parties import yearly_recorded
from qinglan.parties.domain.organisation_checks import said
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.organisation_figure import (
    QuestionKind,
    ReportState,
    YearlyAnswer,
    YearlyForm,
    YearlyQuestion,
    YearlyReport,
)
from qinglan.parties.public_text import without_numbers

_LARGEST = Decimal(10) ** 15
_WIDE = {ord("０") + digit: ord("0") + digit for digit in range(10)} | {ord("．"): ".", ord("，"): ","}
EDITABLE = (ReportState.DRAFT, ReportState.RETURNED)


@transaction.atomic
def begin_report(
    *, acting_user: Any, organisation: Organisation, form: YearlyForm, year: int
) -> YearlyReport:
    """The open report of the organisation for the year; a new draft where there is none.

    Raises Impossible (accepted already: it is corrected instead; the year is not over; a form for other
    kinds), PermissionRefused.
    """
    permissions.require(acting_user, "yearly.report", organisation)
    _check_form(organisation, form, year)
    of_year = YearlyReport.objects.filter(organisation=organisation, form_slug=form.slug, year=year)
    found = of_year.exclude(state=ReportState.SUPERSEDED).order_by("-version").first()
    if found is not None and found.state == ReportState.ACCEPTED:
        raise Impossible(
            _("The figures of {year} were accepted. Begin a correction instead.").format(year=year)
        )
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return YearlyReport.objects.create(
                organisation=organisation,
                form=form,
                form_slug=form.slug,
                year=year,
                state=ReportState.DRAFT,
                saved_at=clock.now(),
                saved_by=acting_user,
            )
    except IntegrityError:
        return of_year.get(state__in=EDITABLE)


@transaction.atomic
def save_answers(*, acting_user: Any, report: YearlyReport, texts: Mapping[str, str]) -> YearlyReport:
    """Keep what was typed so far, by the questions' keys; an empty text empties the answer.

    Raises StaleEdit, Impossible (a number that is none, with the key as field; not open), PermissionRefused.
    """
    permissions.require(acting_user, "yearly.report", report.organisation)
    row = _locked(report)
    if row.state not in EDITABLE:
        raise Impossible(
            _("These figures are {state}; they are not changed any more.").format(
                state=row.get_state_display()
            )
        )
    for question in row.form.questions.all():
        if question.key in texts:
            _write(row, question, texts[question.key])
    row.saved_at, row.saved_by = clock.now(), acting_user
    return _save(row)


@transaction.atomic
def submit_report(*, acting_user: Any, report: YearlyReport) -> YearlyReport:
    """Submit a draft or a returned report. Raises StaleEdit, Impossible (an answer is missing), PermissionRefused."""
    permissions.require(acting_user, "yearly.report", report.organisation)
    row = _locked(report)
    if row.state not in EDITABLE:
        raise Impossible(_("These figures are {state} already.").format(state=row.get_state_display()))
    given = {one.question_id for one in row.answers.all()}
    for question in row.form.questions.all():
        if question.required and question.pk not in given:
            raise Impossible(_("“{question}” is missing.").format(question=question), field=question.key)
    row.state = ReportState.SUBMITTED
    row.submitted_at, row.submitted_by = clock.now(), acting_user
    _save(row)
    yearly_recorded.record(acting_user, "submitted", row, digest=digest_of(row))
    return row


@transaction.atomic
def return_report(*, acting_user: Any, report: YearlyReport, reason: str) -> YearlyReport:
    """An officer returns a submitted report and says what to change. Raises StaleEdit, Impossible, PermissionRefused."""
    permissions.require(acting_user, "yearly.settle", report.organisation)
    row = _submitted(report)
    row.return_reason = said(reason, "reason")
    row.state = ReportState.RETURNED
    _save(row)
    yearly_recorded.record(acting_user, "returned", row, reason=row.return_reason)
    _tell(acting_user, row, yearly_recorded.RETURNED, reason=row.return_reason)
    return row


@transaction.atomic
def accept_report(*, acting_user: Any, report: YearlyReport) -> YearlyReport:
    """An officer accepts a submitted report.

    In this order: 1. permission, lock, state; 2. the version that it corrects is superseded; 3. it is
    accepted; 4. each amount whose question names an indicator is put on record there, or corrects the
    figure on record, so that the measures of the plan count it; 5. the event; 6. whoever submitted is told.
    Raises StaleEdit, Impossible, PermissionRefused.
    """
    permissions.require(acting_user, "yearly.settle", report.organisation)
    row = _submitted(report)
    if row.corrects_id:
        YearlyReport.objects.filter(pk=row.corrects_id).update(state=ReportState.SUPERSEDED)
    row.state = ReportState.ACCEPTED
    row.accepted_at, row.accepted_by = clock.now(), acting_user
    _save(row)
    _put_on_record(acting_user, row)
    yearly_recorded.record(acting_user, "accepted", row, digest=digest_of(row))
    _tell(acting_user, row, yearly_recorded.ACCEPTED)
    return row


@transaction.atomic
def begin_correction(*, acting_user: Any, report: YearlyReport, reason: str) -> YearlyReport:
    """A new version beside an accepted report, with the same answers to begin with; the old one stands
    until the new one is accepted. Raises Impossible (not accepted, corrected already), PermissionRefused.
    """
    permissions.require(acting_user, "yearly.report", report.organisation)
    row = _locked(report, check=False)
    line = said(reason, "reason")
    if row.state != ReportState.ACCEPTED or YearlyReport.objects.filter(corrects=row).exists():
        raise Impossible(_("Only accepted figures that nobody corrects yet can be corrected."))
    made = YearlyReport.objects.create(
        organisation=row.organisation,
        form=row.form,
        form_slug=row.form_slug,
        year=row.year,
        version=row.version + 1,
        state=ReportState.DRAFT,
        corrects=row,
        correction_reason=line,
        saved_at=clock.now(),
        saved_by=acting_user,
    )
    YearlyAnswer.objects.bulk_create(
        YearlyAnswer(report=made, question=one.question, value=one.value, text=one.text)
        for one in row.answers.all()
    )
    yearly_recorded.record(acting_user, "correction-begun", made, reason=line)
    return made


def number(text: str, kind: str) -> Decimal:
    """A number as typed: full-width digits and thousands separators allowed. Raises Impossible."""
    plain = text.translate(_WIDE).replace(",", "").replace(" ", "").replace("\u3000", "")
    try:
        value = Decimal(plain)
    except InvalidOperation as error:
        raise Impossible(_("Write a number in digits, such as 1,260.5.")) from error
    if not value.is_finite() or not 0 <= value < _LARGEST:
        raise Impossible(_("The number must not be negative, and below 10 to the 15th."))
    if value != round(value, 4):
        raise Impossible(_("At most four decimal places are kept."))
    if kind == QuestionKind.COUNT and value != value.to_integral_value():
        raise Impossible(_("Write a whole number."))
    return value


def digest_of(report: YearlyReport) -> str:
    """The hash of all answers, by which a version can be told from another without its amounts."""
    lines = [
        f"{one.question.key}={one.text if one.value is None else f'{one.value.normalize():f}'}"
        for one in report.answers.select_related("question")
    ]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _check_form(organisation: Organisation, form: YearlyForm, year: int) -> None:
    if organisation.kind not in form.kinds:
        raise Impossible(_("This form is for organisations of another kind."))
    if not 2000 <= year < clock.today().year:
        raise Impossible(_("Figures are reported for a year that is over."), field="year")
    if form.has_expired(clock.today()) or not form.is_current:
        raise Impossible(_("This form is no longer valid. Wait for its renewal."))


def _write(report: YearlyReport, question: YearlyQuestion, text: str) -> None:
    words = " ".join(text.split())
    if not words:
        YearlyAnswer.objects.filter(report=report, question=question).delete()
        return
    values: dict[str, Any] = {"value": None, "text": words[:500]}
    if question.kind == QuestionKind.TEXT:
        without_numbers({question.key: words})
    else:
        try:
            values = {"value": number(words, question.kind), "text": ""}
        except Impossible as error:
            raise Impossible(error.message, field=question.key) from error
    YearlyAnswer.objects.update_or_create(report=report, question=question, defaults=values)


def _put_on_record(acting_user: Any, report: YearlyReport) -> None:
    answers = report.answers.filter(value__isnull=False).exclude(question__indicator="")
    for one in answers.select_related("question"):
        indicator = Indicator.objects.filter(pack=report.form.pack, slug=one.question.indicator).first()
        if indicator is None or one.value is None:
            continue
        evidence = _("{number} of {year}, version {version}, submitted by the organisation").format(
            number=report.form.number, year=report.year, version=report.version
        )
        figure = Report(
            indicator=indicator,
            territory_id=report.organisation.territory_id,
            year=report.year,
            value=one.value,
            evidence=evidence,
            reported_on=clock.today(),
            confidentiality=indicator.confidentiality,
            subject_code=report.organisation.code,
            subject_name=report.organisation.name,
        )
        standing = Figure.objects.filter(
            indicator=indicator,
            subject_code=report.organisation.code,
            year=report.year,
            closed_at__isnull=True,
        ).first()
        if standing is None:
            try:
                report_figure(acting_user=acting_user, report=figure)
            except AlreadyOnRecord:
                raise StaleEdit([Difference(str(indicator), str(one.value), "")]) from None
        elif standing.value != one.value:
            reason = report.correction_reason or _("figures submitted by the organisation itself")
            correct_figure(acting_user=acting_user, figure=standing, report=figure, reason=reason)


def _locked(report: YearlyReport, *, check: bool = True) -> YearlyReport:
    row = (
        YearlyReport.objects.select_for_update(of=("self",))
        .select_related("form", "organisation__territory")
        .get(pk=report.pk)
    )
    if check:
        require_unchanged(report, row)
    return row


def _submitted(report: YearlyReport) -> YearlyReport:
    row = _locked(report)
    if row.state != ReportState.SUBMITTED:
        raise Impossible(
            _("These figures are {state}; only submitted ones are settled.").format(
                state=row.get_state_display()
            )
        )
    return row


def _save(row: YearlyReport) -> YearlyReport:
    row.revision += 1
    row.save()
    return row


def _tell(acting_user: Any, report: YearlyReport, template: str, **values: str) -> None:
    send_message(
        acting_user=acting_user,
        recipients=[report.submitted_by],
        template=template,
        values={
            "organisation": report.organisation.name,
            "form": str(report.form),
            "year": report.year,
            **values,
        },
        url=f"/yearly/{report.pk}/",
    )
