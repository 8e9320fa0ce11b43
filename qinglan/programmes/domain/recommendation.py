"""Verbs of the recommendation by a district, a park or a desk 推荐, within its quota."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.programmes.cases.told import tell_applicant
from qinglan.programmes.domain import flow
from qinglan.programmes.domain.check import Point, reasoned
from qinglan.programmes.models import Case, CorrectionPoint, ItemState, Round, RoundQuota, StepType, WorkItem


@transaction.atomic
def recommend_case(*, acting_user: Any, case: Case, opinion: str = "") -> Case:
    """Recommend a case, within the quota of its body or district.

    The round is locked before the recommended cases are counted, so that two desks of one district can't pass
    the quota together. A case that was recommended before and came back doesn't count against itself. Raises PermissionRefused, StaleEdit, Impossible when the quota is used up.
    """
    Round.objects.select_for_update(of=("self",)).get(pk=case.round_id)
    held = flow.locked(case)
    quota = _quota(held)
    permissions.require(acting_user, "programmes.recommend_case", held)
    item = flow.item_at(held, StepType.RECOMMENDATION)
    if quota is not None and quota.quota is not None:
        used = recommended_of(quota, but=held)
        if used >= quota.quota:
            raise Impossible(
                _("The quota of %(name)s is %(quota)s and %(used)s were recommended. Ask the city for more.")
                % {"name": quota.territory or quota.organisation, "quota": quota.quota, "used": used}
            )
    flow.close_item(
        acting_user=acting_user, case=held, item=item, outcome="recommended",
        reason=flow.Reason(text=opinion.strip()[:2000]),
    )  # fmt: skip
    return held


@transaction.atomic
def decline_case(*, acting_user: Any, case: Case, reason: str, clause: str) -> Case:
    """Not recommend a case, with reason and clause. Raises PermissionRefused, StaleEdit, Impossible."""
    held = flow.locked(case)
    permissions.require(acting_user, "programmes.recommend_case", held)
    item = flow.item_at(held, StepType.RECOMMENDATION)
    why = reasoned(reason, clause)
    flow.close_item(acting_user=acting_user, case=held, item=item, outcome="declined", reason=why)
    tell_applicant(acting_user=acting_user, case=held, what="refused")
    return held


@transaction.atomic
def return_before_recommending(*, acting_user: Any, case: Case, reason: str, clause: str) -> Case:
    """Return a case for revision before it is recommended. Raises PermissionRefused, StaleEdit, Impossible."""
    held = flow.locked(case)
    permissions.require(acting_user, "programmes.recommend_case", held)
    item = flow.item_at(held, StepType.RECOMMENDATION)
    why = reasoned(reason, clause)
    opened = flow.close_item(acting_user=acting_user, case=held, item=item, outcome="returned", reason=why)
    point_out(opened, Point(text=why.text[:500], clause=why.clause))
    tell_applicant(acting_user=acting_user, case=held, what="returned", due=opened.due_at if opened else None)
    return held


def point_out(item: WorkItem | None, point: Point) -> None:
    """Keep what is to be corrected where a return led to a correction, within the caller's transaction."""
    if item is not None and item.type == StepType.CORRECTION:
        CorrectionPoint.objects.create(item=item, clause=point.clause, text=point.text)


def recommended_of(quota: RoundQuota, *, but: Case | None = None) -> int:
    """How many cases count against the quota, `but` left out."""
    rows = WorkItem.objects.filter(
        case__round=quota.round_id, type=StepType.RECOMMENDATION, state=ItemState.DONE, outcome="recommended"
    ).exclude(case__status__in=["withdrawn", "lapsed"])
    if but is not None:
        rows = rows.exclude(case=but)
    if quota.organisation_id is not None:
        rows = rows.filter(case__recommender=quota.organisation_id)
    else:
        rows = rows.filter(case__territory=quota.territory_id, case__recommender__isnull=True)
    return rows.values("case").distinct().count()


def _quota(case: Case) -> RoundQuota | None:
    quotas = RoundQuota.objects.filter(round=case.round_id)
    if case.recommender_id is not None:
        return quotas.filter(organisation=case.recommender_id).first()
    return quotas.filter(territory=case.territory_id).first()
