"""How long each step of a scheme usually takes: the median of what was closed, in natural days."""

from datetime import timedelta

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F

from qinglan.programmes.models import DefinitionVersion, ItemState, WorkItem

AT_LEAST = 3
"""Work items below which nothing is said."""


class Median(Aggregate):
    """PostgreSQL's ``percentile_cont(0.5)``."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def usual_days(version: DefinitionVersion) -> dict[str, int]:
    """By step of the scheme, over all its editions: how many days it usually takes, rounded up."""
    took = ExpressionWrapper(F("closed_at") - F("opened_at"), output_field=DurationField())
    rows = (
        WorkItem.objects.filter(case__version__programme=version.programme_id, state=ItemState.DONE)
        .values("step")
        .annotate(median=Median(took), count=Count("pk"))
    )
    return {row["step"]: -(-row["median"] // timedelta(days=1)) for row in rows if row["count"] >= AT_LEAST}
