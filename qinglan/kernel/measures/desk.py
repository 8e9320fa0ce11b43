"""What measures and figures put on the desk."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel import permissions
from qinglan.kernel.measures.models import Entry, Figure
from qinglan.kernel.web import desks


def reports(user: Any) -> bool:
    """Whether the user reports figures."""
    return bool(permissions.answer(user, "measures.report"))


def reported(user: Any, since: datetime, limit: int) -> Sequence[desks.Change]:
    """Figures and entries that others put on record since."""
    found = []
    for model, page in ((Figure, "measures:figure"), (Entry, "measures:entry")):
        rows = model._default_manager.filter(recorded_at__gt=since).exclude(reporter=user.pk)
        for row in rows.select_related("indicator", "territory", "reporter").order_by("-recorded_at")[:limit]:
            text = _("%(who)s reported: %(what)s") % {"who": row.reporter, "what": row}
            found.append(desks.Change(row.recorded_at, text, reverse(page, args=[row.pk])))
    return found


desks.register_changes("measures", reports, reported)
desks.register_shortcut(
    desks.Shortcut("measures:figures", gettext_lazy("Reported figures"), reports, order=30)
)
