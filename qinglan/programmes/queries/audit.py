"""What an external auditor may look at: schemes of his territories, their cases of a year, his own papers."""

from typing import Any

from django.db.models import QuerySet

from qinglan.parties.holding import territories_of
from qinglan.parties.models import Assignment
from qinglan.parties.roles import INSPECTOR
from qinglan.programmes.models import AuditReading, Case, EvidenceSheet, Programme, Sample


def programmes_audited_by(user: Any) -> QuerySet[Programme]:
    """The schemes that `user` audits: the twin of `programmes.audit`."""
    if not getattr(user, "is_active", False):
        return Programme.objects.none()
    return Programme.objects.filter(territory__in=territories_of(user, INSPECTOR))


def assignments_of(user: Any) -> QuerySet[Assignment]:
    """Under which assignments `user` audits today: purpose, scope, last day."""
    if getattr(user, "pk", None) is None:
        return Assignment.objects.none()
    rows: QuerySet[Assignment] = Assignment.objects.in_force().filter(user=user, role=INSPECTOR)
    return rows.select_related("territory", "given_by").order_by("valid_to", "pk")


def population(programme: Programme, year: int) -> QuerySet[Case]:
    """Every case of a scheme that was submitted in a round of the year, by number."""
    rows = Case.objects.filter(
        version__programme=programme, round__year=year, submitted_at__isnull=False
    ).exclude(number="")
    rows = rows.select_related("version", "round", "applicant", "territory").order_by("number", "pk")
    return rows.defer("version__content", "applicant__search_text", "applicant__search_grams")


def samples_of(user: Any) -> QuerySet[Sample]:
    """The samples of the schemes that `user` audits."""
    return Sample.objects.filter(programme__in=programmes_audited_by(user)).select_related(
        "programme", "drawn_by"
    )


def evidence_sheets_of(user: Any) -> QuerySet[EvidenceSheet]:
    """The evidence sheets on the schemes that `user` audits."""
    return EvidenceSheet.objects.filter(programme__in=programmes_audited_by(user)).select_related(
        "programme", "case", "made_by"
    )


def readings_of(user: Any, *, all_of_them: bool) -> QuerySet[AuditReading]:
    """The log of reads: one's own, or everybody's for whom the log is."""
    rows = AuditReading.objects.select_related("reader", "assignment")
    return rows if all_of_them else rows.filter(reader=user)
