"""``/awards/<n>/re-evaluate/`` for holder and office; ``/rounds/<n>/due/``: the awards that a round evaluates again."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.web import dates
from qinglan.kernel.web.lists import BooleanFilter, ListColumn, Sort, TextFilter
from qinglan.programmes.awards.acts import KEEP, REPORT
from qinglan.programmes.definition.after import RE_EVALUATION, ReEvaluation
from qinglan.programmes.domain.re_evaluation import begin_re_evaluation
from qinglan.programmes.domain.re_evaluation_invitation import invite_to_re_evaluation
from qinglan.programmes.domain.round_state import accepts
from qinglan.programmes.models import STANDING, Award, CaseStatus, Duty, Round
from qinglan.programmes.queries.re_evaluation import awards_due, evaluations_of, rounds_for
from qinglan.programmes.views.access import round_page
from qinglan.programmes.views.award_keeping import award_of
from qinglan.programmes.views.cases import LIGHTS
from qinglan.programmes.views.one_round import OfRound

LEADS_TO = {
    "renewal": gettext_lazy("the award is renewed"),
    "rectification": gettext_lazy("to be put right, then checked again"),
    "revocation": gettext_lazy("an officer looks whether the award must be revoked"),
}
OWED = {"due": "due", "late": "late", "done": "done", "excused": "idle"}


@login_required
def re_evaluate(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What the re-evaluation of an award is, how it stands, and where the holder begins it."""
    award = award_of(request, pk, "programmes.follow_award")
    again = award.version.definition.after.re_evaluation
    if again is None:
        messages.info(request, _("This scheme doesn't evaluate its awards again."))
        return redirect("awards:keep", pk=award.pk)
    holds = bool(permissions.answer(request.user, REPORT, award))
    if request.method == "POST":
        answer = _begin(request, award)
        if answer is not None:
            return answer
    cases = list(evaluations_of(award))
    running = next((case for case in cases if case.ended_at is None), None)
    duty = Duty.objects.filter(award=award, obligation=RE_EVALUATION).order_by("-due_on").first()
    now = clock.now()
    offered = [] if running or award.state not in STANDING else list(rounds_for(award))
    rounds = [{"round": one, "is_open": accepts(one, now)} for one in offered]
    context = {
        "title": _("Re-evaluation of {number}").format(number=award.number),
        "kind": award.version.title,
        "award": award,
        "status": {"kind": OWED[duty.state], "word": duty.get_state_display()} if duty else None,
        "answer": _answer(award, running is not None),
        "act": {"url": running.get_absolute_url(), "label": _("Open the application")} if running else None,
        "summary": [
            {"label": label, "value": value, "url": "", "action": ""}
            for label, value in (
                (_("Holder"), award.holder.name),
                (_("Re-evaluation due"), dates.day(award.re_evaluate_on) if award.re_evaluate_on else ""),
                (_("What it is"), in_reader_language(again.text)),
                (_("Remark of the office"), duty.remark if duty else ""),
            )
            if value
        ],
        "grades": _grades(again),
        "rounds": rounds if holds else [],
        "asked": request.GET.get("round", ""),
        "waits": holds and not rounds and running is None and award.state in STANDING,
        "cases": [{"case": case, "light": LIGHTS.get(CaseStatus(case.status), "idle")} for case in cases],
        "excuse": reverse("awards:look", args=[duty.pk])
        if duty and duty.state in ("due", "late") and permissions.answer(request.user, KEEP, award)
        else "",
        "visibility": _("Its holder and the offices see this page."),
        "breadcrumbs": [
            (_("Awards to look after"), reverse("awards:kept")),
            (award.number, reverse("awards:keep", args=[award.pk])),
            (_("Re-evaluation"), ""),
        ],
    }
    return render(request, "programmes/re_evaluation.html", context)


def _grades(again: ReEvaluation) -> list[dict[str, Any]]:
    """The grades from the highest down: from how many marks on, the lowest below how many."""
    rows = sorted(again.grades, key=lambda one: Decimal(one.at_least), reverse=True)
    found = []
    for place, one in enumerate(rows):
        is_lowest = place == len(rows) - 1 and place > 0
        found.append(
            {
                "text": in_reader_language(one.text),
                "marks": f"< {rows[place - 1].at_least}" if is_lowest else f"≥ {one.at_least}",
                "leads_to": LEADS_TO[one.leads_to],
            }
        )
    return found


def _begin(request: HttpRequest, award: Award) -> HttpResponseBase | None:
    key = request.POST.get("round", "")
    one = Round.objects.filter(pk=key).first() if key.isdecimal() else None
    if one is None:
        messages.error(request, _("Choose the round."))
        return None
    try:
        case = begin_re_evaluation(acting_user=request.user, award=award, round=one)
    except Impossible as error:
        messages.error(request, error.message)
        return None
    return redirect("programmes:form", case.pk)


def _answer(award: Award, is_running: bool) -> str:
    if award.state not in STANDING:
        return _("This award has ended.")
    if is_running:
        return _("The application is under way. The award stays in force until it is decided.")
    if award.re_evaluate_on is None:
        return _("No day is set.")
    return _("It is due on {day}.").format(day=dates.day(award.re_evaluate_on))


class DueAwards(OfRound):
    """``/rounds/<pk>/due/``: the awards that this round evaluates again, and which holders have begun."""

    template_name = "programmes/due_awards.html"
    title = gettext_lazy("Awards due for re-evaluation")
    export_name = gettext_lazy("Awards due for re-evaluation")
    empty_title = gettext_lazy("No award is due in this round")
    empty_text = gettext_lazy("It takes standing awards whose re-evaluation is due by the day of the round.")
    filters = (
        TextFilter("q", gettext_lazy("Number or holder"), ("number__icontains", "holder__name__icontains")),
        BooleanFilter("missing", gettext_lazy("Not begun yet"), Q(status__isnull=True)),
    )
    sorts = (
        Sort("due", gettext_lazy("First due"), "re_evaluate_on"),
        Sort("name", gettext_lazy("Holder"), "holder__name_key"),
    )
    columns = (
        ListColumn(gettext_lazy("Holder"), "holder.name"),
        ListColumn(gettext_lazy("Unified social credit code"), "holder.code"),
        ListColumn(gettext_lazy("Scheme"), "version.title"),
        ListColumn(gettext_lazy("Number"), "number"),
        ListColumn(gettext_lazy("Re-evaluation due"), "re_evaluate_on"),
        ListColumn(gettext_lazy("Valid until"), "valid_to"),
        ListColumn(gettext_lazy("Application"), lambda row: status_words(row.status)),
    )

    def get_queryset(self) -> Any:
        """With the application that was begun in this round."""
        return awards_due(self.one)

    def get_context(self) -> dict[str, Any]:
        """Whether holders may be invited."""
        may = self.one.re_evaluates_by is not None and bool(
            permissions.answer(self.request.user, "programmes.invite", self.one)
        )
        return super().get_context() | {"may_invite": may}


def status_words(status: str | None) -> str:
    """How far the application is."""
    return str(CaseStatus(status).label) if status else _("not begun")


@require_POST
@round_page("programmes.follow_rounds")
def invite_due(request: HttpRequest, one: Round) -> HttpResponseBase:
    """``/rounds/<pk>/due/invite/`` (POST)."""
    try:
        done = invite_to_re_evaluation(acting_user=request.user, round=one)
    except Impossible as error:
        messages.error(request, error.message)
        return redirect("programmes:due-awards", one.pk)
    words = [
        ngettext("{n} holder was invited.", "{n} holders were invited.", done.cases).format(n=done.cases)
    ]
    if done.already:
        words.append(
            ngettext("{n} had been invited before.", "{n} had been invited before.", done.already).format(
                n=done.already
            )
        )
    if done.without_people:
        words.append(
            ngettext(
                "{n} has nobody who can be reached here.",
                "{n} have nobody who can be reached here.",
                done.without_people,
            ).format(n=done.without_people)
        )
    messages.success(request, " ".join(words))
    return redirect("programmes:due-awards", one.pk)
