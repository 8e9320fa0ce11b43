"""Officers' pages of rounds: list, task pages, the record with its numbers, the chase, the summary table."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.documents.views.serving import download
from qinglan.kernel.web import dates
from qinglan.kernel.web.lists import ChoiceFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.tables import Column, Table
from qinglan.kernel.web.views.errors import conflict
from qinglan.programmes.cases.time_left import days_left
from qinglan.programmes.domain import round as verbs
from qinglan.programmes.domain.round_chase import chase
from qinglan.programmes.domain.round_paper import draft_call
from qinglan.programmes.domain.round_state import accepts
from qinglan.programmes.models import Case, Round, RoundChase, RoundState
from qinglan.programmes.queries.round import (
    drafts_followed_by,
    numbers_by_district,
    rounds_seen_by,
)
from qinglan.programmes.rounds import summary
from qinglan.programmes.rounds.stages import decisions_url, notices_of, stages_of
from qinglan.programmes.views.access import posted_number, round_page
from qinglan.programmes.views.one_round import OfRound
from qinglan.programmes.views.schemes import ROUND_LIGHTS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _cases(which: Q) -> Coalesce:
    """How many cases of a round: counted for the rounds of the page alone, not joined with all."""
    of_round = Case.objects.filter(which, round=OuterRef("pk")).order_by().values("round")
    return Coalesce(Subquery(of_round.annotate(n=Count("pk")).values("n")), 0)


class RoundList(ListPage):
    """``/rounds/``: rounds for those who follow them."""

    template_name = "programmes/rounds.html"
    title = gettext_lazy("Rounds")
    empty_title = gettext_lazy("There are no rounds yet")
    empty_text = gettext_lazy(
        "Prepare a round of a scheme: dates, quotas, contact. No file needs to be touched."
    )
    empty_action = gettext_lazy("Prepare a round")
    empty_url = reverse_lazy("programmes:new-round")  # type: ignore[assignment] # read as text only
    filters = (
        TextFilter("q", gettext_lazy("Words"), ("title",)),
        ChoiceFilter("state", gettext_lazy("State"), RoundState.choices, "state"),
    )
    sorts = (
        Sort("new", gettext_lazy("Latest first"), "-opens_at"),
        Sort("end", gettext_lazy("First to close"), "closes_at"),
    )
    columns = (
        ListColumn(gettext_lazy("Round"), "title"),
        ListColumn(gettext_lazy("State"), "get_state_display"),
        ListColumn(gettext_lazy("Opens"), "opens_at"),
        ListColumn(gettext_lazy("Closes"), "closes_at"),
        ListColumn(gettext_lazy("Begun"), "begun", numeric=True),
        ListColumn(pgettext_lazy("applications", "Submitted"), "submitted", numeric=True),
    )

    @method_decorator(login_required)
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For those who follow rounds."""
        permissions.require(request.user, "programmes.follow_rounds")
        self.may_prepare = bool(permissions.answer(request.user, "programmes.prepare_rounds"))
        if not self.may_prepare:
            self.empty_url = ""  # type: ignore[misc,assignment] # of this answer alone
            self.empty_action = ""  # type: ignore[misc,assignment] # of this answer alone
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        """With the numbers of all their cases."""
        submitted = Q(submitted_at__isnull=False)
        return rounds_seen_by(self.request.user).annotate(begun=_cases(Q()), submitted=_cases(submitted))

    def get_context(self) -> dict[str, Any]:
        """Whether the reader may prepare a round."""
        return {"lights": ROUND_LIGHTS, "may_prepare": self.may_prepare}


@round_page("programmes.follow_rounds")
def follow(request: HttpRequest, one: Round) -> HttpResponseBase:
    """``/rounds/<pk>/follow/``: how the round stands, for the reader's scope."""
    user = request.user
    runs = bool(permissions.answer(user, "programmes.change_round", one))
    is_open = accepts(one, clock.now())
    numbers = numbers_by_district(user, one)
    total = {what: sum(row[what] for row in numbers) for what in ("begun", "submitted", "drafts")}
    english = request.LANGUAGE_CODE == "en" if hasattr(request, "LANGUAGE_CODE") else False
    name = "territory__name_en" if english else "territory__name_zh"
    table = Table(
        _("By district"),
        [Column(_("District")), *(Column(label, numeric=True) for label in (_("Begun"), pgettext("applications", "Submitted"), _("Not submitted"), _("Quota")))],
        [
            [row[name], row["begun"], row["submitted"], row["drafts"], ("—" if row["quota"] is None else row["quota"]) if row["has_quota"] else "—"]
            for row in numbers
        ],
        hide_caption=True,
    )  # fmt: skip
    context = {
        "title": one.title,
        "kind": one.version.title,
        "round": one,
        "status": {"kind": ROUND_LIGHTS[RoundState(one.state)], "word": one.get_state_display()},
        "left": days_left(one.closes_at) if is_open else None,
        "summary": _summary(one),
        "figures": [
            {"label": _("Begun"), "value": total["begun"], "unit": "", "note": ""},
            {
                "label": pgettext("applications", "Submitted"),
                "value": total["submitted"],
                "unit": "",
                "note": "",
            },
            {"label": _("Not submitted"), "value": total["drafts"], "unit": "", "note": ""},
        ],
        "table": table if numbers else None,
        "drafts": total["drafts"],
        "may_chase": is_open and bool(permissions.answer(user, "programmes.chase", one)),
        "stages": stages_of(user, one),
        "notices": notices_of(user, one),
        "decisions_url": decisions_url(user, one),
        "runs": runs,
        "acts": _acts(one) if runs else [],
        "files": list(one.files.select_related("file").order_by("pk")),
        "breadcrumbs": [(_("Rounds"), reverse("programmes:rounds")), (one.title, "")],
        "visibility": _(
            "The numbers are those of your own scope. What drafts say is seen by their applicants alone."
        ),
    }
    return render(request, "programmes/follow.html", context)


def _summary(one: Round) -> list[dict[str, Any]]:
    rows = [
        (_("Opens"), dates.minute(one.opens_at)),
        (_("Closes"), dates.minute(one.closes_at)),
        (_("Issuing office"), one.issuer),
        (_("Contact"), " ".join(part for part in (one.contact_name, one.contact_telephone) if part)),
        (_("Number of awards at most"), str(one.total_quota or "")),
        (
            _("Only re-evaluation, of awards due by"),
            dates.day(one.re_evaluates_by) if one.re_evaluates_by else "",
        ),
    ]
    return [{"label": label, "value": value, "url": "", "action": ""} for label, value in rows if value]


def _acts(one: Round) -> list[dict[str, str]]:
    names = []
    if one.re_evaluates_by is not None:
        names.append(("due-awards", _("Awards due for re-evaluation")))
    if one.state == RoundState.DRAFT:
        names += [
            ("change-round", _("Change the round")),
            ("quotas", _("Quotas of the round")),
            ("attach-round", _("Attach a file")),
        ]
    elif one.state in (RoundState.ANNOUNCED, RoundState.OPEN, RoundState.CLOSED):
        names += [
            ("change-round", _("Change contact and remarks")),
            ("quotas", _("Quotas of the round")),
            ("attach-round", _("Attach a file")),
            ("extend-round", _("Put off the end")),
        ]
    if one.state in (RoundState.DRAFT, RoundState.ANNOUNCED, RoundState.OPEN):
        names.append(("cancel-round", _("Cancel the round")))
    return [{"url": reverse(f"programmes:{name}", args=[one.pk]), "label": label} for name, label in names]


@require_POST
@round_page("programmes.follow_rounds")
def act(request: HttpRequest, one: Round, name: str) -> HttpResponseBase:
    """``/rounds/<pk>/do/<act>/``: announce, draft the call, finish, chase (POST)."""
    seen = posted_number(request)
    try:
        if name == "announce":
            verbs.announce_round(acting_user=request.user, round=one, seen_revision=seen)
            messages.success(request, _("The round is announced. It opens by itself."))
        elif name == "call":
            paper = draft_call(acting_user=request.user, round=one, seen_revision=seen)
            messages.success(
                request, _("The call is drafted. Take it to the office system and enter its number.")
            )
            return redirect("documents:paper", paper.pk)
        elif name == "finish":
            verbs.finish_round(acting_user=request.user, round=one, seen_revision=seen)
            messages.success(request, _("The round is finished."))
        elif name == "chase":
            key = request.POST.get("case", "")
            case = Case.objects.filter(pk=key, round=one).first() if key.isdecimal() else None
            done = chase(acting_user=request.user, round=one, case=case)
            messages.success(request, chased_words(done))
            return redirect("programmes:drafts", one.pk)
    except StaleEdit as stale:
        one.refresh_from_db()
        return conflict(
            request,
            stale.differences,
            current_url=reverse("programmes:follow", args=[one.pk]),
            version=str(one.revision),
        )
    except Impossible as error:
        messages.error(request, error.message)
    return redirect("programmes:follow", one.pk)


def chased_words(done: Any) -> str:
    """What a chase did."""
    words = [
        ngettext("{n} applicant was reminded.", "{n} applicants were reminded.", done.cases).format(
            n=done.cases
        )
    ]
    if done.already:
        words.append(
            ngettext(
                "{n} had been reminded today already.", "{n} had been reminded today already.", done.already
            ).format(n=done.already)
        )
    if done.without_people:
        words.append(
            ngettext(
                "{n} has nobody who can be reached here.",
                "{n} have nobody who can be reached here.",
                done.without_people,
            ).format(n=done.without_people)
        )
    return " ".join(words)


class DraftList(OfRound):
    """``/rounds/<pk>/drafts/``: begun, not submitted."""

    template_name = "programmes/drafts.html"
    title = gettext_lazy("Begun, not submitted")
    filters = (TextFilter("q", gettext_lazy("Applicant"), ("applicant_name",)),)
    sorts = (
        Sort("saved", gettext_lazy("Last saved first"), "-last_saved_at"),
        Sort("name", gettext_lazy("Name"), "applicant__name_key"),
    )
    columns = (
        ListColumn(gettext_lazy("Applicant"), "applicant_name"),
        ListColumn(gettext_lazy("Code"), "applicant.code"),
        ListColumn(gettext_lazy("District"), "territory.name"),
        ListColumn(gettext_lazy("Begun"), "begun_at"),
        ListColumn(gettext_lazy("Last saved"), "last_saved_at"),
    )
    empty_title = gettext_lazy("Nobody has begun without submitting")

    def get_queryset(self) -> Any:
        """With whether they were reminded today."""
        today = RoundChase.objects.filter(case=OuterRef("pk"), on=clock.today())
        rows = drafts_followed_by(self.request.user, self.one).select_related("applicant", "territory")
        return rows.annotate(reminded=Exists(today))

    def get_context(self) -> dict[str, Any]:
        """Whether anybody may be reminded."""
        may = accepts(self.one, clock.now()) and bool(
            permissions.answer(self.request.user, "programmes.chase", self.one)
        )
        return super().get_context() | {"may_chase": may}


@require_safe
@round_page("programmes.follow_rounds")
def summary_file(request: HttpRequest, one: Round, ending: str) -> HttpResponseBase:
    """``/rounds/<pk>/summary.<xlsx|docx>``."""
    filled = request.GET.get("by", "")[:80] or one.issuer
    made = summary.summary_of(request.user, one, filled)
    if ending == "xlsx":
        return download(summary.workbook(made), f"{made.title}.xlsx", XLSX)
    return download(summary.attachment(made, one.issuer), f"{made.title}.docx", DOCX)
