"""Whether the daily anchors are made and arrive, for the page on the state of the system."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel import clock
from qinglan.kernel.events.models import Anchor, Delivery
from qinglan.kernel.web import health


def anchors() -> health.State:
    """`up`; `late` when yesterday's anchor is missing; `stuck` when a delivery has failed and not arrived."""
    last = Anchor.objects.first()
    if last is None:
        return health.State(True, "up", _("no anchor yet"))
    if (clock.today() - last.day).days > 1:
        return health.State(False, "late", _("last anchor: %(day)s") % {"day": last.day.isoformat()})
    waiting = Delivery.objects.filter(sent_at=None).exclude(error="").order_by("anchor_id", "adapter")
    failing = [f"{row.anchor_id} → {row.adapter}: {row.error}" for row in waiting[:3]]
    if failing:
        return health.State(False, "stuck", "; ".join(failing))
    return health.State(True, "up", _("last anchor: %(day)s") % {"day": last.day.isoformat()})


health.register("anchors", anchors, title=gettext_lazy("Daily anchors of the event streams"))
