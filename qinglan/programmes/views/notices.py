"""Public pages of notices 公示: list, notice, objection and lead. No account is needed."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.disclosure.domain import Attached
from qinglan.kernel.documents import code
from qinglan.kernel.web import dates
from qinglan.kernel.web.lists import ChoiceFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.lists.paging import paginate
from qinglan.parties.asking import address_of
from qinglan.programmes.cases.time_left import days_left, end_words
from qinglan.programmes.domain.lead import send_lead
from qinglan.programmes.domain.objection import Letter, TooLate, object_to_notice
from qinglan.programmes.models import Notice, NoticeState, Objection, Ruling
from qinglan.programmes.notices import content as notice_content
from qinglan.programmes.notices import period as notice_period
from qinglan.programmes.notices.forms import LeadForm, ObjectionForm
from qinglan.programmes.queries.notice import notices
from qinglan.programmes.rules.notice import place_of

PAGE = 100
"""Entries of the list that one page of a notice shows."""
LIGHTS = {NoticeState.POSTED: "due", NoticeState.CLOSED: "idle", NoticeState.WITHDRAWN: "late"}


class NoticeList(ListPage):
    """``/notices/``: all public notices, open ones first."""

    template_name = "programmes/notices.html"
    title = pgettext_lazy("programmes", "Public notices")
    lead = gettext_lazy(
        "Before a list takes effect it stands here for everybody to see. Until its end anybody can object, without an account."
    )
    empty_title = gettext_lazy("No public notice has been posted yet")
    empty_text = gettext_lazy("Lists of proposed awards appear here once they are posted.")
    filters = (
        TextFilter("q", gettext_lazy("Words"), ("title", "round__version__title_zh", "round__title")),
        ChoiceFilter("state", gettext_lazy("State"), NoticeState.choices, "state"),
    )
    sorts = (
        Sort("end", gettext_lazy("Open ones first"), "-is_open"),
        Sort("new", gettext_lazy("Latest first"), "-posted_at"),
    )
    columns = (
        ListColumn(gettext_lazy("Notice"), "title"),
        ListColumn(gettext_lazy("State"), "get_state_display"),
        ListColumn(gettext_lazy("Posted"), "posted_at"),
        ListColumn(gettext_lazy("Last day"), "last_day"),
        ListColumn(gettext_lazy("On the list"), "standing", numeric=True),
    )

    def get_queryset(self) -> Any:
        """All of them: a notice is public."""
        return notices()

    def get_context(self) -> dict[str, Any]:
        """The time, asked once for all rows."""
        return {"now": clock.now()}


def notice_or_404(pk: int) -> Notice:
    """The notice with what its pages show."""
    rows = Notice.objects.select_related("round__version__programme__territory", "paper")
    return get_object_or_404(rows, pk=pk)


def takes_objections(one: Notice) -> bool:
    """Whether an objection would be in time now; the verb asks again after its lock."""
    return one.state == NoticeState.POSTED and clock.now() < one.ends_at


@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/notices/<pk>/``: reads like the official paper, with the way to object.

    A list that is longer than `PAGE` stands on several pages; ``?all=1`` gives it whole, as for print.
    """
    one = notice_or_404(pk)
    standing = one.entries.filter(outcome__in=("", "unopposed")).order_by("place")
    count = standing.count()
    whole = "all" in request.GET
    asked = request.GET.get("page", "")
    pager = paginate(
        count, int(asked) if asked.isdecimal() and len(asked) < 7 else 1, max(count, 1) if whole else PAGE, count,
        lambda number: f"?page={number}",
    )  # fmt: skip
    first = 0 if whole else (pager.number - 1) * PAGE
    entries = list(standing if whole else standing[first : first + PAGE])
    kept = one.snapshots.order_by("-taken_at", "-pk").first()
    paper = one.paper
    context = {
        "title": one.title,
        "notice": one,
        "issuer": one.round.issuer,
        "number": paper.number if paper is not None and paper.number else "",
        "day": one.posted_at.astimezone(clock.SHANGHAI).date(),
        "paragraphs": notice_content.paragraphs_of(one, count),
        "entries": entries,
        "before": first,
        "pager": pager,
        "count": count,
        "gone": one.entries.exclude(outcome__in=("", "unopposed")).order_by("place"),
        "has_subjects": standing.exclude(subject="").exists(),
        "files": one.files.select_related("file"),
        "changes": one.changes.all(),
        "is_open": takes_objections(one),
        "left": days_left(one.ends_at) if one.state == NoticeState.POSTED else None,
        "end": end_words(one.ends_at),
        "length": one.length,
        "unit": one.unit,
        "kept": kept,
        "digest": notice_content.spaced(kept.digest) if kept else "",
        "may_follow": bool(permissions.answer(request.user, "programmes.follow_notice", one)),
        "breadcrumbs": [(pgettext("programmes", "Public notices"), reverse("notices:list")), (one.title, "")],
    }
    return render(request, "programmes/notice.html", context)


@never_cache
def object_to(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/notices/<pk>/object/``: by anybody; what was written is never lost to a late second."""
    one = notice_or_404(pk)
    asked = request.GET.get("entry", "")
    form = ObjectionForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        notice=one,
        initial={"entry": asked if asked.isdecimal() else None},
    )
    late = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = object_to_notice(
                acting_user=request.user,
                entry=data["entry"],
                letter=Letter(
                    name=data["name"],
                    contact=data["contact"],
                    statement=data["statement"],
                    organisation=data["organisation"],
                    evidence=data["evidence"],
                ),
                files=_attached(data),
                address=address_of(request),
            )
        except TooLate as error:
            late = error
            form.refuse(error)
        except Impossible as error:
            form.refuse(error)
        else:
            return redirect("notices:status", made.number)
    context = {
        "title": _("Object to a public notice"),
        "lead": one.title,
        "notice": one,
        "form": form,
        "late": late,
        "statement": form["statement"].value() or "",
        "is_open": takes_objections(one),
        "end": end_words(one.ends_at),
        "submit": _("Send the objection"),
        "back_url": one.get_absolute_url(),
        "uploads": True,
        "breadcrumbs": [
            (pgettext("programmes", "Public notices"), reverse("notices:list")),
            (one.title, one.get_absolute_url()),
            (_("Object"), ""),
        ],
    }
    return render(request, "programmes/notice_object.html", context, status=409 if late else 200)


@require_safe
@never_cache
def objection_status(request: HttpRequest, number: str) -> HttpResponseBase:
    """``/notices/objections/<number>/``: confirmation, and later how it stands; nothing of the person."""
    rows = Objection.objects.select_related("entry__notice__round__version__programme")
    found = get_object_or_404(rows, number=code.normalised(number))
    one = found.entry.notice
    if found.state == Ruling.OPEN:
        last_ruling = found.ruling_due_at - timedelta(seconds=1)
        answer_by = notice_period.due(notice_period.ANSWER, last_ruling, place_of(one) or "")
        steps = [
            _("The entry “%(entry)s” is held until the objection is ruled on; the rest of the list goes on.")
            % {"entry": found.entry},
            _("It is ruled on by %(day)s at the latest.") % {"day": end_words(found.ruling_due_at)},
            _("By %(day)s at the latest you are answered, at the telephone or mailbox that you gave.")
            % {"day": end_words(answer_by)},
            _("Keep the number. This page shows how it stands whenever you open it."),
        ]
    else:
        steps = [
            _("Ruling: %(ruling)s.") % {"ruling": found.get_state_display()},
            _("Reason: %(reason)s") % {"reason": found.ruling_reason},
            _("You were answered on %(day)s.") % {"day": dates.minute(found.answered_at)}
            if found.answered_at
            else _("You are answered by %(day)s at the latest.")
            % {"day": end_words(found.answer_due_at or found.received_at)},
        ]
    context = {
        "title": _("Your objection has come in")
        if found.state == Ruling.OPEN
        else _("Your objection was ruled on"),
        "reference_label": _("Number of the objection"),
        "reference": code.shown(found.number),
        "objection": found,
        "next_steps": steps,
        "links": [{"url": one.get_absolute_url(), "label": _("Back to the notice")}],
        "breadcrumbs": [
            (pgettext("programmes", "Public notices"), reverse("notices:list")),
            (_("Objection"), ""),
        ],
    }
    return render(request, "programmes/notice_objected.html", context)


@never_cache
def lead(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/notices/<pk>/lead/``: the box for letters without a name."""
    one = notice_or_404(pk)
    carried = request.POST.get("carry") == "1"
    posted = request.method == "POST" and not carried
    form = LeadForm(
        request.POST if posted else None,
        notice=one,
        initial={"text": request.POST.get("text", "")[:4000] if carried else ""},
    )
    if posted and form.is_valid():
        try:
            send_lead(
                acting_user=request.user,
                notice=one,
                text=form.cleaned_data["text"],
                entry=form.cleaned_data["entry"],
                address=address_of(request),
            )
        except Impossible as error:
            form.refuse(error)
        else:
            return redirect("notices:lead-sent", one.pk)
    context = {
        "title": _("Send a lead without a name"),
        "lead": _("It is looked into, but it holds nothing and nobody can answer you."),
        "notice": one,
        "form": form,
        "submit": _("Send the lead"),
        "back_url": one.get_absolute_url(),
        "breadcrumbs": [
            (pgettext("programmes", "Public notices"), reverse("notices:list")),
            (one.title, one.get_absolute_url()),
            (_("Lead"), ""),
        ],
    }
    return render(request, "web/task.html", context)


@require_safe
def lead_sent(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/notices/<pk>/lead/sent/``: said, without a number: nobody can be answered."""
    one = notice_or_404(pk)
    context = {
        "title": _("The lead has come in"),
        "next_steps": [
            _("An officer looks into it and notes what was found."),
            _("It holds nothing: the list goes on. To hold an entry, object with your name before the end."),
        ],
        "links": [{"url": one.get_absolute_url(), "label": _("Back to the notice")}],
    }
    return render(request, "web/confirmation.html", context)


def _attached(data: dict[str, Any]) -> list[Attached]:
    found = [*data["photographs"]]
    if data["files"]:
        found.append(data["files"])
    return [Attached(file.name or "", file.read()) for file in found]
