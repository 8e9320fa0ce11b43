"""``/panels/``: the secretary's pages: rounds that wait for a draw, one panel, its acts."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel import permissions
from qinglan.kernel.web import dates
from qinglan.kernel.web.lists import ChoiceFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.parties import fields as vocabulary
from qinglan.programmes.domain.draw import Terms, commit_draw
from qinglan.programmes.models import Panel, PanelState, Round, Seat, SeatState, StepType
from qinglan.programmes.panels.acts import PANEL_ACTS, SEAT_ACTS, Act
from qinglan.programmes.panels.forms import CommitForm
from qinglan.programmes.panels.rows import case_rows, seat_rows
from qinglan.programmes.queries.panel import panels_of, waiting_for_draw, with_counts
from qinglan.programmes.views.panel_door import posted, task

LIGHTS = {PanelState.COMMITTED: "due", PanelState.DRAWN: "done", PanelState.CANCELLED: "idle"}


class PanelList(ListPage):
    """Rounds whose cases wait for a draw, and all panels."""

    template_name = "programmes/panels/list.html"
    title = gettext_lazy("Panels of experts")
    lead = gettext_lazy("Draw, invite, follow the sheets, conclude, and publish the draw after the result.")
    empty_title = gettext_lazy("There are no panels yet")
    empty_text = gettext_lazy("When cases come to their draw, their round stands above.")
    filters = (
        TextFilter("q", gettext_lazy("Round"), ("round__title",)),
        ChoiceFilter("state", gettext_lazy("State"), PanelState.choices, "state"),
    )
    sorts = (Sort("new", gettext_lazy("Newest first"), "-pk"),)
    columns = (
        ListColumn(gettext_lazy("Round"), "round.title"),
        ListColumn(gettext_lazy("Number of the panel"), "number"),
        ListColumn(gettext_lazy("State"), "get_state_display"),
        ListColumn(gettext_lazy("Day of the review"), "review_on"),
        ListColumn(gettext_lazy("Commitment"), "commitment"),
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For those who run panels or look on."""
        permissions.require(request.user, "programmes.see_panels")
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        """Those of the reader's territory."""
        return with_counts(panels_of(self.request.user))

    def get_context(self) -> dict[str, Any]:
        """With the rounds that wait."""
        rounds: dict[Round, int] = {}
        for case in waiting_for_draw(self.request.user):
            rounds[case.round] = rounds.get(case.round, 0) + 1
        return {
            **super().get_context(),
            "waiting": [
                {"round": one, "count": count, "url": reverse("panels:new", args=[one.pk])}
                for one, count in rounds.items()
            ],
        }


@login_required
def new(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/panels/new/<round>/``: terms, declaration, and the commitment."""
    one = get_object_or_404(Round.objects.select_related("version__programme"), pk=pk)
    permissions.require(request.user, "programmes.run_panel", one)
    waiting = list(waiting_for_draw(request.user).filter(round=one))
    if not waiting:
        return redirect("panels:list")
    settings = waiting[0].version.definition.step(waiting[0].step).settings
    form = CommitForm(
        waiting,
        posted(request),
        initial={
            "experts": settings.get("experts"),
            "reserves": settings.get("reserves", 0),
            "fields": settings.get("fields", []),
        },
    )
    made: list[Panel] = []

    def run(form: CommitForm) -> None:
        data = form.cleaned_data
        terms = Terms(data["review_on"], tuple(data["fields"]), data["experts"], data["reserves"])
        chosen = [case for case in waiting if str(case.pk) in data["cases"]]
        made.append(
            commit_draw(
                acting_user=request.user, round=one, cases=chosen, terms=terms, declares=data["declares"]
            )
        )

    answer = task(
        request,
        form,
        run,
        done=_("The commitment is published. Now draw."),
        to=reverse("panels:list"),
        context={
            "title": _("Commit to a draw"),
            "lead": _(
                "Pool and seed are fixed now, and their digest is published. Who is drawn is seen only afterwards."
            ),
            "submit": _("Publish the commitment"),
            "breadcrumbs": [(_("Panels of experts"), reverse("panels:list")), (one.title, "")],
        },
    )
    return redirect(made[0]) if made else answer


@login_required
def panel(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/panels/<pk>/``: who was drawn, how each seat stands, how far the sheets are."""
    one = panel_of(pk)
    permissions.require(request.user, "programmes.see_panel", one)
    runs = bool(permissions.answer(request.user, "programmes.run_panel", one))
    seats = seat_rows(one, runs)
    cases = case_rows(one)
    acts = [act for act in PANEL_ACTS.values() if runs and _fits(act, one, cases)]
    context = {
        "title": str(one),
        "kind": one.round.version.title,
        "panel": one,
        "status": {"kind": LIGHTS[PanelState(one.state)], "word": one.get_state_display()},
        "answer": _answer(one, seats, cases),
        "act": _link(one, acts[0]) if acts and acts[0].name in ("draw", "publish") else None,
        "acts": [_link(one, act) for act in acts if not (act is acts[0] and act.name in ("draw", "publish"))],
        "summary": _summary(one),
        "seats": seats,
        "cases": cases,
        "breadcrumbs": [(_("Panels of experts"), reverse("panels:list")), (str(one), "")],
        "visibility": _(
            "Secretaries, officers, decision makers and inspectors of the territory. Applicants never learn who marked."
        ),
    }
    return render(request, "programmes/panels/panel.html", context)


@login_required
def act(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """``/panels/<pk>/<act>/``."""
    chosen = PANEL_ACTS.get(name)
    if chosen is None:
        raise Http404
    one = panel_of(pk)
    permissions.require(request.user, "programmes.run_panel", one)
    return _act(request, chosen, one, one, str(one))


@login_required
def seat_act(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """``/panels/seats/<pk>/<act>/``."""
    chosen = SEAT_ACTS.get(name)
    if chosen is None:
        raise Http404
    seat = get_object_or_404(
        Seat.objects.select_related("panel__round__version__programme", "entry__expert"), pk=pk
    )
    permissions.require(request.user, "programmes.run_panel", seat.panel)
    return _act(request, chosen, seat, seat.panel, seat.entry.expert.name)


def panel_of(pk: int) -> Panel:
    """The panel with what its pages show; Http404."""
    one: Panel = get_object_or_404(
        Panel.objects.select_related("round__version__programme", "committed_by"), pk=pk
    )
    return one


def _act(request: HttpRequest, chosen: Act, thing: Any, one: Panel, about: str) -> HttpResponseBase:
    return task(
        request,
        chosen.form(thing, posted(request)),
        lambda form: chosen.run(request.user, thing, form),
        done=str(chosen.done),
        to=one.get_absolute_url(),
        context={
            "title": chosen.title,
            "lead": chosen.lead,
            "submit": chosen.submit,
            "about": about,
            "breadcrumbs": [
                (_("Panels of experts"), reverse("panels:list")),
                (str(one), one.get_absolute_url()),
                (chosen.title, ""),
            ],
        },
    )


def _fits(act: Act, one: Panel, cases: list[dict[str, Any]]) -> bool:
    if one.state not in act.states or (act.name == "publish" and one.published_at is not None):
        return False
    at_draw = all(case["step"] == StepType.DRAW for case in cases if case["current"])
    if act.name == "publish" and one.state == PanelState.DRAWN:
        return all(case["step"] not in (StepType.DRAW, StepType.REVIEW) for case in cases if case["current"])
    if act.name == "redraw":
        return any(case["current"] and case["step"] in (StepType.DRAW, StepType.REVIEW) for case in cases)
    return act.name != "cancel" or at_draw


def _link(one: Panel, act: Act) -> dict[str, Any]:
    return {"url": reverse("panels:act", args=[one.pk, act.name]), "label": act.title}


def _answer(one: Panel, seats: list[dict[str, Any]], cases: list[dict[str, Any]]) -> str:
    if one.state == PanelState.COMMITTED:
        return _("The commitment is public. Draw now; nobody can change pool or seed any more.")
    if one.state == PanelState.CANCELLED:
        return _("Cancelled: %(reason)s") % {"reason": one.cancel_reason}
    short = [case["label"] for case in cases if case["short"]]
    if short:
        return _("The order is used up for %(cases)s: draw anew for them with a larger pool.") % {
            "cases": "、".join(short)
        }
    waiting = sum(1 for seat in seats if seat["state"] in (SeatState.CALLED, SeatState.INVITED))
    if waiting:
        return _("%(n)s seats wait for an answer.") % {"n": waiting}
    if one.published_at is None:
        return _("All seats are taken. The draw is published after the result.")
    return _("The draw is public; anybody can replay it.")


def _summary(one: Panel) -> list[dict[str, Any]]:
    public = reverse("panels:public", args=[one.pk])
    fields = [tuple(text.split(":", 1)) for text in one.fields]
    rows = [
        (_("Day of the review"), one.review_on.isoformat(), ""),
        (
            _("Experts for each case"),
            _("%(n)s, and %(r)s reserves") % {"n": one.experts, "r": one.reserves},
            "",
        ),
        (_("Fields"), "、".join(vocabulary.words(fields)) or _("the whole pool"), ""),  # type: ignore[arg-type]
        (_("Pool"), _("%(n)s experts") % {"n": one.pool.count()}, ""),
        (
            _("Applicant's name"),
            _("hidden from experts") if one.hides_applicant else _("shown to experts"),
            "",
        ),
        (_("Committed"), f"{dates.minute(one.committed_at)} · {one.committed_by}", ""),
        (_("Commitment"), one.commitment, public),
    ]
    return [
        {"label": label, "value": value, "url": url, "action": _("Public page") if url else ""}
        for label, value, url in rows
    ]
