"""``/handling/rounds/<round>/decisions/``: prepared decisions of a round, released together."""

import hashlib
from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.kernel.web.lists.paging import paginate
from qinglan.kernel.web.views.errors import conflict, wants_another_look
from qinglan.programmes.domain.decision import release_decisions
from qinglan.programmes.handling.forms import ReleaseForm
from qinglan.programmes.models import Award, Decision, ItemState, Round
from qinglan.programmes.views.access import round_page

PAGE = 20
"""Prepared decisions that one page shows; a form with more than a thousand fields is refused."""


@round_page("programmes.see_decisions")
def decisions(request: HttpRequest, one: Round) -> HttpResponseBase:
    """What was prepared, what is held, and the release of what is chosen, or of all that can be released.

    At most `PAGE` stand on one page; all together are named by their digest, so that a release is of what was seen.
    """
    may_release = bool(permissions.answer(request.user, "programmes.release_decisions", one))
    prepared = Decision.objects.filter(case__round=one, release__isnull=True, item__state=ItemState.OPEN)
    count = prepared.count()
    asked = request.GET.get("page", "")
    pager = paginate(
        count, int(asked) if asked.isdecimal() and len(asked) < 7 else 1, PAGE, count, lambda n: f"?page={n}"
    )
    first = (pager.number - 1) * PAGE
    rows = prepared.select_related("case__territory", "prepared_by").order_by("case__number", "id")
    ready = list(rows[first : first + PAGE])
    whole = _named(request, one) if may_release else []
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        permissions.require(request.user, "programmes.release_decisions", one)
        if not wants_another_look(request) and form.is_valid():
            answer = _release(request, one, form)
            if answer is not None:
                return answer
    context = {
        "title": _("Decisions of %(round)s") % {"round": one.title},
        "lead": _("An officer prepares each decision; a decision maker releases them together."),
        "round": one,
        "ready": ready,
        "count": count,
        "pager": pager,
        "whole": len(whole) if pager.pages > 1 else 0,
        "whole_digest": _digest(whole),
        "form": form,
        "may_release": may_release,
        "own": {each.pk for each in ready if each.prepared_by_id == request.user.pk},
        "waiting": one.cases.filter(
            items__state="open", items__type="decision", decisions__isnull=True
        ).count(),
        "given": Award.objects.filter(case__round=one).count(),
        "releases": one.releases.select_related("released_by").annotate(count=Count("decisions")),
        "chosen": request.POST.getlist("decision"),
        "breadcrumbs": [(_("Cases on your desk"), reverse("handling:queue")), (one.title, "")],
    }
    return render(request, "programmes/decisions.html", context)


def _releasable(request: HttpRequest, one: Round) -> QuerySet[Decision]:
    """What this reader can release together: prepared by others, and not held."""
    rows = Decision.objects.filter(
        case__round=one, release__isnull=True, item__state=ItemState.OPEN, case__held_by_objection=False
    )
    return rows.exclude(prepared_by=request.user.pk).order_by("pk")


def _named(request: HttpRequest, one: Round) -> list[tuple[int, int]]:
    """Key and revision of each of them: enough to name them all."""
    return list(_releasable(request, one).values_list("pk", "revision"))


def _digest(decisions: list[tuple[int, int]]) -> str:
    """What names these decisions as they stand now."""
    text = ",".join(f"{key}-{revision}" for key, revision in decisions)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _chosen(request: HttpRequest, one: Round) -> list[Decision]:
    """What was chosen as it was seen: ``<decision>-<revision>``, or all by their digest. Raises StaleEdit."""
    if request.POST.get("which") == "whole":
        now = list(_releasable(request, one).only("revision", "case"))
        if _digest([(each.pk, each.revision) for each in now]) != request.POST.get("whole", ""):
            seen = request.POST.get("whole_count", "")[:9]
            raise StaleEdit([Difference(str(_("Ready to be released")), seen, str(len(now)))])
        return now
    chosen = []
    known = {each.pk: each for each in Decision.objects.filter(case__round=one)}
    for value in request.POST.getlist("decision"):
        key, _dash, revision = value.partition("-")
        if key.isdecimal() and revision.isdecimal() and int(key) in known:
            decision = known[int(key)]
            decision.revision = int(revision)
            chosen.append(decision)
    return chosen


def _release(request: HttpRequest, one: Round, form: ReleaseForm) -> HttpResponseBase | None:
    """Release what was chosen."""
    try:
        chosen = _chosen(request, one)
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
