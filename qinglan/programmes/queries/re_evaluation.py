"""Which awards are due for re-evaluation in which rounds."""

from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from qinglan.programmes.models import STANDING, Award, Case, CaseStatus, Round, RoundState
from qinglan.programmes.queries.award import register

_BY = "version__content__after__re_evaluation__by"


def awards_due(one: Round) -> Any:
    """The standing awards that this round takes: of its own scheme, or of those that name it, due by its day.

    Each with the `status` of the application that was begun in this round; None where none was. The soonest first.
    """
    programme = one.version.programme
    own = Q(programme=programme, **{_BY: None})
    others = Q(programme__territory=programme.territory_id, **{_BY: programme.slug})
    begun = Case.objects.filter(round=one, renews=OuterRef("pk")).exclude(
        status__in=[CaseStatus.WITHDRAWN, CaseStatus.LAPSED]
    )
    rows = register().filter(own | others, state__in=STANDING, re_evaluate_on__isnull=False)
    if one.re_evaluates_by is not None:
        rows = rows.filter(re_evaluate_on__lte=one.re_evaluates_by)
    return rows.annotate(
        status=Subquery(begun.values("status")[:1]), begun_case=Subquery(begun.values("pk")[:1])
    ).order_by("re_evaluate_on", "pk")


def rounds_for(award: Award) -> QuerySet[Round]:
    """The announced and open rounds in which this award can be evaluated again, the first to close first."""
    again = award.version.definition.after.re_evaluation
    if again is None or award.re_evaluate_on is None:
        return Round.objects.none()
    return (
        Round.objects.filter(
            Q(re_evaluates_by__isnull=True) | Q(re_evaluates_by__gte=award.re_evaluate_on),
            version__programme__slug=again.by or award.programme.slug,
            version__programme__territory=award.programme.territory_id,
            state__in=[RoundState.ANNOUNCED, RoundState.OPEN],
        )
        .select_related("version__programme")
        .defer("version__content")
        .order_by(F("re_evaluates_by").asc(nulls_last=True), "closes_at", "pk")
    )


def evaluations_of(award: Award) -> QuerySet[Case]:
    """The applications for its re-evaluation, the newest first."""
    rows: Any = Case.objects.filter(renews=award).select_related("round").order_by("-pk")
    found: QuerySet[Case] = rows
    return found
