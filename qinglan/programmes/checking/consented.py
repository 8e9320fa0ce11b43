"""What a firm lets a bank see while its consent stands: scores, accepted yearly figures, payments. Amounts in 分."""

from dataclasses import dataclass

from qinglan.parties.models.organisation_figure import ReportState, YearlyAnswer
from qinglan.programmes.models import Case, CaseStatus, DataGrant, DataPart, Entitlement, PaymentState


@dataclass(frozen=True)
class Consented:
    """The rows of each part; None for a part that the firm wasn't asked for or didn't let be seen."""

    scores: list[Case] | None
    figures: list[YearlyAnswer] | None
    payments: list[Entitlement] | None


def consented(grant: DataGrant) -> Consented:
    """The data of a grant, at most three statements; whoever calls it has noted the look."""
    return Consented(
        scores=_scores(grant) if DataPart.SCORES in grant.parts else None,
        figures=_figures(grant) if DataPart.FIGURES in grant.parts else None,
        payments=_payments(grant) if DataPart.PAYMENTS in grant.parts else None,
    )


def _scores(grant: DataGrant) -> list[Case]:
    """Scores of cases that were decided: before, a score may still change."""
    rows = Case.objects.filter(
        applicant=grant.firm, status__in=[CaseStatus.GRANTED, CaseStatus.REFUSED], score__isnull=False
    )
    return list(rows.select_related("version", "round").order_by("-ended_at", "-pk"))


def _figures(grant: DataGrant) -> list[YearlyAnswer]:
    """The amounts of accepted reports, never those of drafts or of reports that a correction replaced."""
    rows = YearlyAnswer.objects.filter(
        report__organisation=grant.firm, report__state=ReportState.ACCEPTED, value__isnull=False
    )
    return list(
        rows.select_related("report__form", "question").order_by("-report__year", "question__position")
    )


def _payments(grant: DataGrant) -> list[Entitlement]:
    rows = Entitlement.objects.filter(holder=grant.firm, state=PaymentState.PAID)
    return list(rows.select_related("case__version").order_by("-paid_on", "-pk"))
