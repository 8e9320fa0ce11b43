"""Officers' pages of public notices: post, record, extend, add, take down, evidence pack."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.disclosure.domain import Attached, NotCleared
from qinglan.kernel.disclosure.words import finding_words
from qinglan.kernel.documents.models import Paper, PaperState
from qinglan.kernel.documents.views.serving import download
from qinglan.kernel.periods import Outage
from qinglan.kernel.web.doors import door
from qinglan.kernel.web.views.errors import conflict, wants_another_look
from qinglan.programmes.cases.time_left import days_left, end_words
from qinglan.programmes.domain.notice import Cleared, NoticePlan, add_to_notice, post_notice, take_down
from qinglan.programmes.domain.notice_extension import LaterEnd, extend_notice
from qinglan.programmes.models import Lead, Notice, NoticeState, Objection, Round, Ruling
from qinglan.programmes.notices import content as notice_content
from qinglan.programmes.notices import evidence as notice_evidence
from qinglan.programmes.notices import period as notice_period
from qinglan.programmes.notices.forms import AddForm, ExtensionForm, PostForm, TakeDownForm
from qinglan.programmes.queries.notice import waiting_cases
from qinglan.programmes.views.access import posted_number, round_page
from qinglan.programmes.views.notices import LIGHTS, notice_or_404, takes_objections

RULING_LIGHTS = {Ruling.OPEN: "due", Ruling.DISMISSED: "idle", Ruling.UPHELD: "late"}

notice_page = door(notice_or_404, "pk", given="one")
"""Give the view the notice of the address; others get 403 with the reason, strangers the login."""


@round_page("programmes.post_notice")
def post(request: HttpRequest, one: Round) -> HttpResponseBase:
    """``/rounds/<pk>/notice/``: choose, look at it, post it."""
    cases = waiting_cases(one)
    rows = list(cases)
    data = request.POST if request.method == "POST" else None
    form = PostForm(
        data,
        request.FILES if data is not None else None,
        user=request.user,
        cases=cases,
        asks_override=_may_override(request) and "override_reason" in (data or {}),
        initial={
            "cases": [case.pk for case in rows],
            "title": _title(one),
            "contact": " ".join(part for part in (one.issuer, one.contact_telephone) if part),
        },
    )
    found: list[Any] = []
    preview = None
    if data is not None and form.is_valid():
        chosen = list(form.cleaned_data["cases"])
        plan = NoticePlan(
            form.cleaned_data["title"], form.cleaned_data["contact"], form.cleaned_data["closing_hour"]
        )
        if "preview" in data:
            preview = _preview(one, chosen, plan)
        else:
            try:
                made = post_notice(
                    acting_user=request.user, round=one, cases=chosen, plan=plan, cleared=_cleared(form),
                    files=_files(form),
                )  # fmt: skip
            except StaleEdit as stale:
                return conflict(
                    request, stale.differences, current_url=reverse("notices:post", args=[one.pk])
                )
            except NotCleared as error:
                form, found = _not_cleared(request, error, cases)
            except Impossible as error:
                form.refuse(error)
            else:
                messages.success(
                    request, _("The notice is posted. The paper is drafted; take it to be numbered.")
                )
                return redirect("notices:record", made.pk)
    context = {
        "title": _("Post a public notice"),
        "lead": one.title,
        "form": form,
        "found": found,
        "preview": preview,
        "waiting": rows,
        "round": one,
        "submit": _("Post the notice"),
        "uploads": True,
        "back_url": reverse("programmes:follow", args=[one.pk]),
        "breadcrumbs": [
            (_("Rounds"), reverse("programmes:rounds")),
            (one.title, reverse("programmes:follow", args=[one.pk])),
            (_("Public notice"), ""),
        ],
    }
    return render(request, "programmes/notice_post.html", context)


@never_cache
@notice_page("programmes.follow_notice")
def record(request: HttpRequest, one: Notice) -> HttpResponseBase:
    """``/notices/<pk>/record/``: what came in, and what is to be done."""
    keeps = bool(permissions.answer(request.user, "programmes.post_notice", one))
    objections = list(
        Objection.objects.filter(entry__notice=one).select_related("entry__case", "ruled_by").order_by("id")
    )
    leads = list(Lead.objects.filter(notice=one).select_related("entry").order_by("-id"))
    running = takes_objections(one)
    open_ones = sum(row.state == Ruling.OPEN for row in objections)
    subject = f"programmes.notice:{one.pk}"
    acts = (
        [
            {"label": _("Extend it"), "url": reverse("notices:extend", args=[one.pk])},
            {"label": _("Add cases"), "url": reverse("notices:add", args=[one.pk])},
            {"label": _("Take it down"), "url": reverse("notices:take-down", args=[one.pk])},
        ]
        if keeps and running
        else []
    )
    context = {
        "title": one.title,
        "kind": _("Public notice"),
        "notice": one,
        "status": {"kind": LIGHTS[NoticeState(one.state)], "word": one.get_state_display()},
        "left": days_left(one.ends_at) if running else None,
        "answer": _answer(one, objections, open_ones),
        "entries": one.entries.select_related("case"),
        "objections": objections,
        "lights": RULING_LIGHTS,
        "leads": leads,
        "changes": one.changes.select_related("made_by"),
        "snapshots": one.snapshots.count(),
        "last_snapshot": one.snapshots.last(),
        "papers": Paper.objects.filter(subject=subject).exclude(state=PaperState.DISCARDED),
        "keeps": keeps,
        "acts": acts,
        "end": end_words(one.ends_at),
        "length_words": length_in_words(one),
        "visibility": _(
            "Offices of the scheme's territory see this page. Who objected is seen by officers alone, and each look is noted."
        ),
        "breadcrumbs": [
            (pgettext("programmes", "Public notices"), reverse("notices:list")),
            (one.title, one.get_absolute_url()),
            (_("Record"), ""),
        ],
    }
    return render(request, "programmes/notice_record.html", context)


@notice_page("programmes.extend_notice")
def extend(request: HttpRequest, one: Notice) -> HttpResponseBase:
    """``/notices/<pk>/extend/``."""

    def run(form: Any) -> Any:
        data = form.cleaned_data
        outage = None
        if data["outage_began"] or data["outage_ended"]:
            if not (data["outage_began"] and data["outage_ended"]) or (
                data["outage_ended"] <= data["outage_began"]
            ):
                raise Impossible(_("Say when the outage began and when it ended."), field="outage_began")
            outage = Outage(data["outage_began"], data["outage_ended"])
        return extend_notice(
            acting_user=request.user, notice=one, to=LaterEnd(data["last_day"], outage),
            reason=data["reason"], seen_revision=posted_number(request),
        )  # fmt: skip

    form = ExtensionForm(request.POST or None, initial={"version": one.revision})
    words = (
        _("Extend the public notice"),
        _("It ends %(end)s. A later end and its reason stand on the public page.")
        % {"end": end_words(one.ends_at)},
        _("Extend the notice"),
        _("The notice is extended."),
    )
    return _task(request, one, form, run, words)


@notice_page("programmes.add_to_notice")
def add(request: HttpRequest, one: Notice) -> HttpResponseBase:
    """``/notices/<pk>/add/``."""
    cases = waiting_cases(one.round)
    data = request.POST if request.method == "POST" else None
    form = AddForm(
        data,
        user=request.user,
        cases=cases,
        asks_override=_may_override(request) and "override_reason" in (data or {}),
        initial={"version": one.revision},
    )

    def run(form: Any) -> Any:
        return add_to_notice(
            acting_user=request.user, notice=one, cases=list(form.cleaned_data["cases"]),
            reason=form.cleaned_data["reason"], cleared=_cleared(form), seen_revision=posted_number(request),
        )  # fmt: skip

    words = (
        _("Add cases to the public notice"),
        _("The list changes, so the whole period runs anew from today: %(length)s.")
        % {"length": length_in_words(one)},
        _("Add the cases"),
        _("The cases are on the list. The period runs anew."),
    )
    return _task(request, one, form, run, words)


@notice_page("programmes.take_down_notice")
def withdraw(request: HttpRequest, one: Notice) -> HttpResponseBase:
    """``/notices/<pk>/take-down/``."""

    def run(form: Any) -> Any:
        return take_down(
            acting_user=request.user, notice=one, reason=form.cleaned_data["reason"],
            seen_revision=posted_number(request),
        )  # fmt: skip

    form = TakeDownForm(request.POST or None, initial={"version": one.revision})
    words = (
        _("Take the public notice down"),
        _("Its cases wait to be posted anew. Objections stay and still hold their cases."),
        _("Take the notice down"),
        _("The notice is taken down."),
    )
    return _task(request, one, form, run, words)


@require_safe
@notice_page("programmes.follow_notice")
def evidence(request: HttpRequest, one: Notice) -> HttpResponseBase:
    """``/notices/<pk>/evidence/``: the evidence pack 公示证据包 as one PDF."""
    made = notice_evidence.evidence_pack(one)
    return download(made, f"{one.title}-公示证据包.pdf", "application/pdf")


def length_in_words(one: Notice) -> str:
    """“5 working days” in the reader's language."""
    if one.unit == "working_day":
        return ngettext("{n} working day", "{n} working days", one.length).format(n=one.length)
    if one.unit == "day":
        return ngettext("{n} day", "{n} days", one.length).format(n=one.length)
    return notice_content.length_words(one)


def _task(
    request: HttpRequest,
    one: Notice,
    form: Any,
    run: Callable[[Any], Any],
    words: tuple[str, str, str, str],
) -> HttpResponseBase:
    title, lead, submit, done = words
    here = reverse("notices:record", args=[one.pk])
    if request.method == "POST" and not wants_another_look(request) and form.is_valid():
        try:
            run(form)
        except StaleEdit as stale:
            now = notice_or_404(one.pk)
            return conflict(request, stale.differences, current_url=here, version=str(now.revision))
        except Impossible as error:
            form.refuse(error)
        else:
            messages.success(request, done)
            return redirect(here)
    context = {
        "title": title,
        "lead": lead,
        "form": form,
        "submit": submit,
        "back_url": here,
        "breadcrumbs": [
            (pgettext("programmes", "Public notices"), reverse("notices:list")),
            (one.title, here),
            (title, ""),
        ],
    }
    return render(request, "web/task.html", context)


def _title(one: Round) -> str:
    from qinglan.programmes.rounds.call import letter_of  # noqa: PLC0415 - the letter may be missing

    try:
        letter = letter_of(one.version.definition, "notice")
    except Impossible:
        return ""
    values = {"programme": one.version.title_zh, "round": one.named_in(letter.title), "count": ""}
    return letter.title.format_map(values)[:200]


def _preview(one: Round, chosen: list[Any], plan: NoticePlan) -> dict[str, Any] | None:
    lengths = {notice_period.length_of(case.version.definition, case.step) for case in chosen}
    deadline = notice_period.period(clock.today(), lengths, plan.closing_hour)
    if deadline.last_day is None or deadline.ends_at is None:
        return None
    draft = Notice(
        round=one,
        title=plan.title,
        contact=plan.contact,
        posted_at=clock.now(),
        length=deadline.length.number,
        unit=deadline.length.unit.value,
        closing_hour=plan.closing_hour,
        counted_from=deadline.start,
        last_day=deadline.last_day,
        ends_at=deadline.ends_at,
    )
    return {
        "title": plan.title,
        "issuer": one.issuer,
        "paragraphs": notice_content.paragraphs_of(draft, len(chosen)),
        "cases": chosen,
        "end": end_words(deadline.ends_at),
        "length": length_in_words(draft),
        "is_provisional": deadline.is_provisional,
    }


def _answer(one: Notice, objections: list[Objection], open_ones: int) -> str:
    if open_ones:
        return ngettext(
            "{n} objection waits for a ruling.", "{n} objections wait for a ruling.", open_ones
        ).format(n=open_ones)
    if one.state == NoticeState.WITHDRAWN:
        return one.withdrawal_reason
    if objections:
        return _("All objections were ruled on.")
    if one.state == NoticeState.CLOSED:
        return _("Nobody objected; the whole list went on.")
    return _("Nobody has objected so far.")


def _may_override(request: HttpRequest) -> bool:
    return bool(permissions.answer(request.user, "disclosure.override"))


def _cleared(form: Any) -> Cleared:
    return Cleared(
        secrecy=form.secrecy,
        publication=form.publication,
        read_by_eye=bool(form.cleaned_data.get("read_by_eye")),
        override_reason=form.cleaned_data.get("override_reason", ""),
    )


def _files(form: Any) -> list[Attached]:
    file = form.cleaned_data.get("attachment")
    return [Attached(file.name or "", file.read())] if file else []


def _not_cleared(request: HttpRequest, error: NotCleared, cases: Any) -> tuple[PostForm, list[Any]]:
    form = PostForm(
        request.POST, request.FILES, user=request.user, cases=cases, asks_override=_may_override(request)
    )
    form.is_valid()
    form.refuse(error)
    return form, [finding_words(finding) for finding in error.findings]
