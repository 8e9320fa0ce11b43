"""``/visits/rounds/<n>/draw/``: draw which cases of a round are visited."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.programmes.domain.visit_sample import draw_visits, share_of, waiting_for_sample
from qinglan.programmes.models import Round


@login_required
def draw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """How many wait, what share is visited, and the draw."""
    one = get_object_or_404(Round.objects.select_related("version__programme"), pk=pk)
    permissions.require(request.user, "programmes.run_panel", one)
    back = reverse("programmes:follow", args=[one.pk])
    if request.method == "POST":
        try:
            sample = draw_visits(acting_user=request.user, round=one)
        except Impossible as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(
                request,
                _("Drawn for a visit: {names}. The others go on without one.").format(
                    names="、".join(sample.order[: sample.size])
                ),
            )
        return redirect(back)
    waiting = waiting_for_sample(one)
    context: dict[str, Any] = {
        "title": _("Draw the cases to be visited"),
        "lead": one.title,
        "waiting": waiting,
        "share": f"{share_of(waiting[0].case, waiting[0].step) * 100:.0f} %" if waiting else "",
        "back_url": back,
        "breadcrumbs": [
            (_("Rounds"), reverse("programmes:rounds")),
            (one.title, back),
            (_("Draw the cases to be visited"), ""),
        ],
    }
    return render(request, "programmes/panels/visit_sample.html", context)
