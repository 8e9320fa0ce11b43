"""Cases of the applicant's side."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from qinglan.parties.holding import organisations_represented_by
from qinglan.programmes.models import Case, ItemState, WorkItem


def own_cases(user: Any) -> QuerySet[Case]:
    """The cases of the organisations for which `user` acts, newest first, with draft and open work item."""
    open_items = Prefetch(
        "items", queryset=WorkItem.objects.filter(state=ItemState.OPEN), to_attr="open_items"
    )
    rows = Case.objects.filter(applicant__in=organisations_represented_by(user))
    return (
        rows.select_related("round", "version__programme", "draft", "applicant")
        .defer("version__content", "applicant__search_text", "applicant__search_grams")
        .prefetch_related(open_items)
        .order_by("-pk")
    )
