"""What lies on whose desk: open work items by the office that does them."""

from typing import Any

from django.db.models import Q, QuerySet

from qinglan.kernel.roles import OFFICER
from qinglan.parties.holding import covered, territories_of
from qinglan.parties.roles import DECIDER, DESK, REVIEWER, SECRETARY
from qinglan.programmes.models import DepartmentReply, ItemState, Owner, StepType, WorkItem

CITY_STEPS = (Owner.OFFICER, Owner.DEPARTMENTS, Owner.SECRETARY, Owner.EXPERTS, Owner.VISITORS)
"""Steps that the office of the scheme's whole territory does or keeps going."""


def items_on_desk_of(user: Any) -> QuerySet[WorkItem]:
    """The open work items that `user` may do, or keeps going, in the order of their ends.

    A district's officer and a reception desk have what is to be checked and recommended in their territory;
    the city's office what comes after; secretaries the panels; decision makers the decisions.
    """
    districts = territories_of(user, OFFICER)
    recommended = Q(owner=Owner.RECOMMENDER) & (
        Q(territory__in=districts) | covered(user, DESK, territory="territory", organisation="organisation")
    )
    run_by_city = Q(owner__in=CITY_STEPS, case__version__programme__territory__in=districts)
    panels = Q(
        owner__in=(Owner.SECRETARY, Owner.EXPERTS, Owner.VISITORS),
        case__version__programme__territory__in=territories_of(user, SECRETARY),
    )
    decided = Q(
        owner=Owner.DECISION_MAKER,
        case__version__programme__territory__in=territories_of(user, DECIDER, OFFICER),
    )
    return (
        WorkItem.objects.filter(recommended | run_by_city | panels | decided, state=ItemState.OPEN)
        .select_related("case__round", "case__version", "territory", "organisation")
        .defer("case__version__content")
        .order_by("due_at", "id")
    )


def replies_on_desk_of(user: Any) -> QuerySet[DepartmentReply]:
    """What departments were asked at the step where the cases are: all for officers, their own for reviewers."""
    mine = Q(case__version__programme__territory__in=territories_of(user, OFFICER)) | covered(
        user, REVIEWER, territory="case__territory", organisation="organisation"
    )
    return (
        DepartmentReply.objects.filter(
            mine, case__items__state=ItemState.OPEN, case__items__type=StepType.JOINT_CHECK
        )
        .select_related("case__version", "case__applicant", "case__round", "case__territory")
        .defer("case__version__content", "case__applicant__search_text", "case__applicant__search_grams")
        .order_by("department", "case__number", "id")
    )
