"""Rounds and how they stand."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from qinglan.parties.holding import covered, territories_of
from qinglan.parties.roles import DESK
from qinglan.programmes.models import Case, CaseStatus, Round, RoundState
from qinglan.programmes.rules.round import FOLLOWERS, HIDDEN
from qinglan.programmes.seeing import OFFICES, cities_followed_by

OPEN = Q(state__in=[RoundState.ANNOUNCED, RoundState.OPEN])


def rounds_seen_by(user: Any) -> QuerySet[Round]:
    """The rounds that `user` may see: the twin of ``programmes.view_round``."""
    rows = Round.objects.select_related("version__programme").defer("version__content")
    announced = ~Q(state__in=sorted(HIDDEN))
    if not getattr(user, "is_active", False):
        return rows.filter(announced)
    cities = cities_followed_by(user, *FOLLOWERS)
    return rows.filter(announced | Q(version__programme__territory__in=cities))


def all_cases_followed_by(user: Any) -> QuerySet[Case]:
    """The cases in the user's scope, drafts among them: that there is one, not what it says."""
    scope = Q(territory__in=territories_of(user, *OFFICES)) | covered(
        user, DESK, territory="territory", organisation="recommender"
    )
    return Case.objects.filter(scope)


def cases_followed_by(user: Any, one: Round) -> QuerySet[Case]:
    """Those of one round."""
    return all_cases_followed_by(user).filter(round=one)


def drafts_followed_by(user: Any, one: Round) -> QuerySet[Case]:
    """Those that were begun and not submitted."""
    return cases_followed_by(user, one).filter(status=CaseStatus.DRAFT, submitted_at__isnull=True)


def numbers_by_district(user: Any, one: Round) -> list[dict[str, Any]]:
    """By territory of the user's scope: begun, submitted, not submitted, ended without submission, and quota."""
    rows = (
        cases_followed_by(user, one)
        .values("territory", "territory__name_zh", "territory__name_en", "territory__pinyin")
        .annotate(
            begun=Count("pk"),
            submitted=Count("pk", filter=Q(submitted_at__isnull=False)),
            drafts=Count("pk", filter=Q(submitted_at__isnull=True, status=CaseStatus.DRAFT)),
        )
        .order_by("territory__pinyin", "territory")
    )
    quotas = dict(one.quotas.filter(territory__isnull=False).values_list("territory", "quota"))
    found = [
        {**row, "quota": quotas.get(row["territory"]), "has_quota": row["territory"] in quotas}
        for row in rows
    ]
    known = {row["territory"] for row in found}
    missing = territories_of(user, *OFFICES).filter(pk__in=set(quotas) - known).order_by("pinyin", "pk")
    found += [
        {
            "territory": place.pk,
            "territory__name_zh": place.name_zh,
            "territory__name_en": place.name_en,
            "begun": 0,
            "submitted": 0,
            "drafts": 0,
            "quota": quotas[place.pk],
            "has_quota": True,
        }
        for place in missing
    ]
    return found
