"""``/draws/``: commitments before the review, seed and pseudonymous pool after the result; for everybody."""

import json
from pathlib import Path

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

import qinglan
from qinglan.kernel.documents.views.serving import download
from qinglan.kernel.web import dates
from qinglan.kernel.web.lists import ChoiceFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.programmes.domain.draw import seed_of
from qinglan.programmes.models import Panel, PanelState
from qinglan.programmes.panels.record import public_draw
from qinglan.programmes.queries.panel import published_panels

SCRIPT = Path(qinglan.__file__).parents[1] / "tools" / "replay_draw.py"
LIGHTS = {"published": "done", "committed": "due", "cancelled": "idle"}


class DrawList(ListPage):
    """All draws, those not yet public with their commitment."""

    template_name = "programmes/panels/draws.html"
    title = gettext_lazy("Draws of experts")
    lead = gettext_lazy(
        "Before a review the digest of pool and seed is published; after the result both are, so that anybody can replay who was drawn."
    )
    empty_title = gettext_lazy("No draw has been committed to yet")
    empty_text = gettext_lazy("Draws stand here from the moment of their commitment.")
    filters = (
        TextFilter("q", gettext_lazy("Round"), ("round__title",)),
        ChoiceFilter("state", gettext_lazy("State"), PanelState.choices, "state"),
    )
    sorts = (Sort("new", gettext_lazy("Newest first"), "-pk"),)
    columns = (
        ListColumn(gettext_lazy("Round"), "round.title"),
        ListColumn(gettext_lazy("Number of the panel"), "number"),
        ListColumn(gettext_lazy("Commitment"), "commitment"),
        ListColumn(gettext_lazy("Committed"), "committed_at"),
        ListColumn(gettext_lazy("Published"), "published_at"),
    )

    def get_queryset(self) -> QuerySet[Panel]:
        """Everything: commitments are public."""
        return published_panels()


@require_safe
def draw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/draws/<pk>/``: the commitment, and after the result the draw itself."""
    panel = get_object_or_404(published_panels(), pk=pk)
    published = _content(panel)
    context = {
        "title": _("Draw of experts: %(panel)s") % {"panel": panel},
        "kind": panel.round.version.title,
        "panel": panel,
        "status": state_of(panel),
        "answer": _answer(panel),
        "draw": published,
        "summary": [
            {"label": _("Commitment (SHA-256)"), "value": panel.commitment},
            {"label": _("Published on"), "value": dates.minute(panel.committed_at)},
            {"label": _("Experts for each case"), "value": str(panel.experts)},
            {"label": _("Cases"), "value": str(panel.cases.count())},
            {"label": _("Algorithm"), "value": panel.algorithm},
            *([{"label": _("Seed"), "value": published["seed"]}] if published else []),
        ],
        "script_url": reverse("panels:script"),
        "command": f"python3 replay_draw.py draw-{panel.pk}.json",
        "breadcrumbs": [(_("Draws of experts"), reverse("panels:public-list")), (str(panel), "")],
        "visibility": _("Everybody. Experts stand here by pseudonyms made for this draw alone."),
    }
    return render(request, "programmes/panels/draw.html", context)


@require_safe
def draw_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/draws/<pk>/draw.json``: what `replay_draw.py` reads."""
    content = _content(get_object_or_404(published_panels(), pk=pk))
    if content is None:
        raise Http404
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    return download(text.encode(), f"draw-{pk}.json", "application/json")


@require_safe
def script(request: HttpRequest) -> HttpResponseBase:
    """``/draws/replay_draw.py``: the script, as it lies in the source."""
    if not SCRIPT.exists():
        raise Http404
    return download(SCRIPT.read_bytes(), "replay_draw.py", "text/x-python")


def state_of(panel: Panel) -> dict[str, str]:
    """The public state: committed, published or cancelled."""
    if panel.published_at is not None:
        return {"kind": LIGHTS["published"], "word": _("published")}
    if panel.state == PanelState.CANCELLED:
        return {"kind": LIGHTS["cancelled"], "word": _("cancelled")}
    return {"kind": LIGHTS["committed"], "word": _("committed")}


def _content(panel: Panel) -> dict[str, object] | None:
    return public_draw(panel, seed_of(panel)) if panel.published_at is not None else None


def _answer(panel: Panel) -> str:
    if panel.published_at is not None:
        return _("Pool, seed and order are public. Download the file and replay it yourself.")
    if panel.state == PanelState.CANCELLED:
        return _("This draw was cancelled before the review: %(reason)s") % {"reason": panel.cancel_reason}
    return _("Pool and seed are fixed by this digest. They are published after the result.")
