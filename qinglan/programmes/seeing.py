"""Who sees which cases: the applicant's people, the offices of its territory, those who recommend it, inspectors.

Experts see the cases of their panels on pages of their own.
"""

from typing import Any

from django.db.models import Q, QuerySet
from rules.predicates import is_active, predicate

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.roles import OFFICER, is_the_system
from qinglan.parties.holding import (
    covered,
    holds_in,
    represents,
    territories_of,
)
from qinglan.parties.roles import DECIDER, DESK, INSPECTOR, SECRETARY
from qinglan.programmes.models import Case

OFFICES = (OFFICER, DECIDER, SECRETARY, INSPECTOR)
"""Roles of the office that see the cases of their territory."""


def is_handled_by(user: Any, case: Case) -> bool:
    """Whether an office of the user's covers the case: of its territory, or the body that recommends it."""
    return holds_in(user, OFFICES, case.territory_id) or (
        case.recommender_id is not None and holds_in(user, DESK, case.territory_id, case.recommender_id)
    )


@predicate  # type: ignore[untyped-decorator]
def sees_case(user: Any, case: Case | None) -> bool:
    """The applicant's people see their case at all times, offices from its first submission on."""
    if case is None:
        return False
    if represents(user, case.applicant_id):
        return True
    return case.submitted_at is not None and is_handled_by(user, case)


may_see_case = is_the_system | (is_active & sees_case)


def reads_acts(user: Any, case: Case | None) -> bool:
    """Whether `user` may read what the offices recorded on a case: its offices; the applicant has his page."""
    return case is not None and case.submitted_at is not None and is_handled_by(user, case)


def cases_handled_by(user: Any) -> QuerySet[Case]:
    """The submitted cases of the user's offices: the twin of `reads_acts`."""
    handled = Q(territory__in=territories_of(user, *OFFICES)) | covered(
        user, DESK, territory="territory", organisation="recommender"
    )
    return Case.objects.filter(handled, submitted_at__isnull=False)


def cities_followed_by(user: Any, *roles: str) -> QuerySet[Territory]:
    """The territories that `user` has one of the roles in, and those they lie in: a district's officer follows his city."""
    own = territories_of(user, *roles)
    return Territory.objects.filter(Q(pk__in=own) | Q(pk__in=own.values("parent")))
