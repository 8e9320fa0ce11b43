"""``/status/changes/``: the change log for the operator."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qinglan.kernel import permissions
from qinglan.kernel.outbox import changes
from qinglan.kernel.outbox.kinds import KINDS
from qinglan.kernel.outbox.lag import Lag, kept, lags, oldest_transaction
from qinglan.kernel.web.dates import minute
from qinglan.kernel.web.tables import Column, Text, build


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """How far each consumer is behind, and what holds the log back."""
    permissions.require(request.user, "outbox.look")
    found = lags()
    count, oldest = kept()
    number, token = changes.epoch()
    columns: list[Text | Column] = [
        _("Consumer"),
        _("State"),
        Column(_("Changes behind"), numeric=True),
        Column(_("Behind by (s)"), numeric=True),
        _("Last moved"),
        _("Last error"),
    ]
    context = {
        "title": _("Change log"),
        "breadcrumbs": [(_("State of the system"), reverse("web:status")), (_("Change log"), "")],
        "table": build(_("Consumers"), columns, [_row(lag) for lag in found]),
        "kinds": ",".join(sorted(KINDS)),
        "has_consumers": bool(found),
        "count": count,
        "oldest": oldest,
        "epoch": number,
        "token": token,
        "held_back": round(oldest_transaction().total_seconds(), 1),
    }
    return render(request, "outbox/lag.html", context)


def _row(lag: Lag) -> list[object]:
    if not lag.registered:
        state = _("No longer part of this version; it holds the log until it is forgotten")
    elif lag.failures:
        state = _("Failed %(times)s times, is tried again") % {"times": lag.failures}
    else:
        state = _("Keeps up") if lag.well else _("Late")
    return [
        lag.name,
        state,
        lag.behind,
        f"{lag.age.total_seconds():.1f}",
        minute(lag.moved_at),
        lag.error or "—",
    ]
