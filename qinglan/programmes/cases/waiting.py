"""How long each step of a scheme usually takes: the median of what was done lately, in natural days."""

from datetime import timedelta

from qinglan.kernel import clock
from qinglan.programmes.models import DefinitionVersion, WorkItem
from qinglan.programmes.queries.progress import DAY, took_by_step

AT_LEAST = 3
"""Work items below which nothing is said."""
LATELY = timedelta(days=730)
"""What was done longer ago says little about today."""


def usual_days(version: DefinitionVersion) -> dict[str, int]:
    """By step of the scheme, over all its editions: how many days it usually takes, rounded up."""
    items = WorkItem.objects.filter(
        case__version__programme=version.programme_id, closed_at__gte=clock.now() - LATELY
    )
    return {
        step: max(1, -(-one.median // DAY))
        for step, one in took_by_step(items).items()
        if one.count >= AT_LEAST
    }
