"""How long each step of a scheme usually takes: the median of what was done lately, in natural days."""

from django.db.models import Q

from qinglan.programmes.models import Case, DefinitionVersion, WorkItem
from qinglan.programmes.queries.progress import DAY, took_by_step

AT_LEAST = 3
"""Work items below which nothing is said."""
LATELY = 300
"""So many cases, of those that ended last and of those that came last: what was long ago says little about today."""


def usual_days(version: DefinitionVersion) -> dict[str, int]:
    """By step of the scheme, over all its editions: how many days it usually takes, rounded up."""
    cases = Case.objects.filter(version__programme=version.programme_id)
    ended = cases.filter(ended_at__isnull=False).order_by("-ended_at", "-pk").values("pk")[:LATELY]
    came = cases.order_by("-pk").values("pk")[:LATELY]
    items = WorkItem.objects.filter(Q(case__in=ended) | Q(case__in=came))
    return {
        step: max(1, -(-one.median // DAY))
        for step, one in took_by_step(items).items()
        if one.count >= AT_LEAST
    }
