"""Whether every consumer of the change log keeps up, for the page on the state of the system."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel.outbox.lag import lags
from qinglan.kernel.web import health


def outbox() -> health.State:
    """`up`; `behind` when a consumer fails or is more than a minute late."""
    found = lags()
    detail = "; ".join(
        _("%(name)s: %(behind)s behind, %(seconds)s s")
        % {"name": lag.name, "behind": lag.behind, "seconds": int(lag.age.total_seconds())}
        + (f" ({lag.error})" if lag.error else "")
        for lag in found
    )
    well = all(lag.well for lag in found)
    return health.State(well, "up" if well else "behind", detail)


health.register("outbox", outbox, title=gettext_lazy("Change log and its consumers"))
