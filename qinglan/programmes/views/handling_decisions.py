"""``/handling/rounds/<round>/decisions/``: prepared decisions of a round, released together."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.web.views.errors import conflict, wants_another_look
from qinglan.programmes.domain.decision import release_decisions
from qinglan.programmes.handling.forms import ReleaseForm
from qinglan.programmes.models import Award, Decision, ItemState, Round
from qinglan.programmes.views.access import round_page


@round_page("programmes.see_decisions")
def decisions(request: HttpRequest, one: Round) -> HttpResponseBase:
    """What was prepared, what is held, and the release of what is chosen."""
    may_release = bool(permissions.answer(request.user, "programmes.release_decisions", one))
    ready = list(
        Decision.objects.filter(case__round=one, release__isnull=True, item__state=ItemState.OPEN)
        .select_related("case__territory", "prepared_by")
        .order_by("case__number", "id")
    )
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        permissions.require(request.user, "programmes.release_decisions", one)
        if not wants_another_look(request) and form.is_valid():
            answer = _release(request, one, ready, form)
            if answer is not None:
                return answer
    context = {
        "title": _("Decisions of %(round)s") % {"round": one.title},
        "lead": _("An officer prepares each decision; a decision maker releases them together."),
        "round": one,
        "ready": ready,
        "form": form,
        "may_release": may_release,
        "own": {each.pk for each in ready if each.prepared_by_id == request.user.pk},
        "waiting": one.cases.filter(
            items__state="open", items__type="decision", decisions__isnull=True
        ).count(),
        "given": Award.objects.filter(case__round=one).count(),
        "releases": one.releases.select_related("released_by").prefetch_related("decisions"),
        "chosen": request.POST.getlist("decision"),
        "breadcrumbs": [(_("Cases on your desk"), reverse("handling:queue")), (one.title, "")],
    }
    return render(request, "programmes/decisions.html", context)


def _release(
    request: HttpRequest, one: Round, ready: list[Decision], form: ReleaseForm
) -> HttpResponseBase | None:
    """Release what was chosen as it was seen: ``<decision>-<revision>``."""
    chosen = []
    known = {each.pk: each for each in Decision.objects.filter(case__round=one)}
    for value in request.POST.getlist("decision"):
        key, _dash, revision = value.partition("-")
        if key.isdecimal() and revision.isdecimal() and int(key) in known:
            decision = known[int(key)]
            decision.revision = int(revision)
            chosen.append(decision)
    try:
        release = release_decisions(
            acting_user=request.user, round=one, decisions=chosen, basis=form.cleaned_data["basis"]
        )
    except StaleEdit as stale:
        return conflict(
            request,
            stale.differences,
            current_url=reverse("handling:decisions", args=[one.pk]),
            version=str(one.revision),
        )
    except Impossible as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return None
    count: Any = release.decisions.count()
    words = ngettext(
        "%(n)s decision is released. The certificates follow.",
        "%(n)s decisions are released. The certificates follow.",
        count,
    ) % {"n": count}
    messages.success(request, words)
    return redirect("handling:decisions", pk=one.pk)
