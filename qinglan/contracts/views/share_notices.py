"""Notices inside a unit: the list, one with its paper, posting, scans, objections."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qinglan.contracts.domain import share_notice as verbs
from qinglan.contracts.models import ShareNotice, ShareNoticeState, ShareObjection, ShareRuling
from qinglan.contracts.sharing import forms
from qinglan.contracts.sharing.queries import notices_read_by
from qinglan.contracts.views.income_access import (
    act,
    doors,
    notice_of,
    open_to,
    runs,
    task,
    trail,
    upload,
)
from qinglan.kernel import clock, permissions
from qinglan.kernel.disclosure.domain import Attached
from qinglan.kernel.documents import code
from qinglan.kernel.documents.official.docx import docx
from qinglan.kernel.documents.printing import print_version
from qinglan.kernel.web import demonstration
from qinglan.kernel.web.dates import day, minute
from qinglan.kernel.web.exports import disposition
from qinglan.kernel.web.tables import build
from qinglan.kernel.web.task_page import posted, press, seen

_KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@login_required
def notices(request: HttpRequest) -> HttpResponseBase:
    """``/contracts/income/notices/``: what hangs or hung in one's units."""
    rows = [
        {
            "title": str(one),
            "url": one.get_absolute_url(),
            "facts": [
                one.conversion.keeper.name,
                _("notice until {day}").format(day=day(one.last_day) if one.last_day else ""),
            ],
            "light": one.light,
            "word": one.get_state_display(),
        }
        for one in notices_read_by(request.user)[:200]
    ]
    context = {
        "title": _("Notices in the unit"),
        "lead": _(
            "Agreed prices and rewards stand here as long as the law says; people of the unit may object."
        ),
        "breadcrumbs": [(_("Notices in the unit"), "")],
        "doors": doors(request.user, "contracts:share-notices"),
        "parts": [
            {
                "id": "notices",
                "title": pgettext("notices", "Posted"),
                "rows": rows,
                "empty_title": _("Nothing was posted yet"),
                "empty_text": _("A notice stands here once the unit puts it up."),
            }
        ],
    }
    return render(request, "contracts/sharing/plain.html", context)


@login_required
def record(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/contracts/income/notices/<pk>/``: drafts for the office, posted ones for the people of the unit."""
    row = notice_of(pk)
    drafted = row.posted_at is None
    permissions.require(
        request.user, "contracts.run_income" if drafted else "contracts.read_share_notice", row
    )
    paper = verbs.content_of(row).model_dump(mode="json")
    for block in paper["blocks"]:
        if block["type"] == "table":
            block["shown"] = build(block["caption"] or paper["title"], block["headings"], block["rows"])
            block["shown"].hide_caption = True
    context = {
        "title": str(row),
        "kind": f"{row.conversion.keeper.name} · {row.conversion.title}",
        "status": {"kind": row.light, "word": capfirst(row.get_state_display())},
        "breadcrumbs": trail((row.conversion.number, row.conversion.get_absolute_url()), (_("Notice"), "")),
        "acts": _acts(request.user, row),
        "notes": [],
        "notice": row,
        "paper": paper,
        "summary": _summary(row),
        "files": [
            {"title": one.file.name, "url": one.file.get_absolute_url(), "facts": []}
            for one in row.files.select_related("file")
        ],
        "objections": _objections(request.user, row),
        "visibility": _("Read by the people of the unit and its inventors alone; not by the public."),
    }
    return render(request, "contracts/sharing/notice.html", context)


def _summary(row: ShareNotice) -> list[dict[str, Any]]:
    facts = [
        (_("document number"), row.document_number, ""),
        (_("version code"), code.shown(row.version_code), ""),
        (_("posted up"), minute(row.posted_at) if row.posted_at else "", ""),
        (_("last day"), f"{day(row.last_day)} 24:00" if row.last_day else "", ""),
        (_("stamped scan"), row.stamped.name if row.stamped else "", row.stamped.get_absolute_url() if row.stamped else ""),
    ]  # fmt: skip
    return [
        {"label": capfirst(label), "value": value, "url": url, "action": _("Open")}
        for label, value, url in facts
        if value
    ]


def _acts(user: Any, row: ShareNotice) -> list[dict[str, Any]]:
    found_: list[dict[str, Any]] = []
    if runs(user, row):
        papers = [("docx", _("Take the paper (docx)")), ("pdf", _("Take the print version"))]
        if row.state == ShareNoticeState.DRAFTED:
            found_.append(act(row, _("Put it up"), "share-notice-post", row.pk, primary=True))
        found_ += [act(row, label, "share-notice-paper", row.pk, kind) for kind, label in papers]
        if row.state == ShareNoticeState.DRAFTED:
            found_.append(act(row, _("Drop the draft"), "share-notice-drop", row.pk, post=True))
        if row.posted_at is not None and row.stamped is None:
            found_.append(act(row, _("Upload the stamped scan"), "share-notice-scan", row.pk))
    is_open = row.state == ShareNoticeState.POSTED and row.ends_at is not None and clock.now() < row.ends_at
    if is_open and permissions.answer(user, "contracts.object_to_shares", row):
        found_.append(act(row, _("Object to it"), "share-notice-object", row.pk))
    return found_


def _objections(user: Any, row: ShareNotice) -> list[dict[str, Any]]:
    """All for the office, one's own for who filed it."""
    rows = row.objections.all() if runs(user, row) else row.objections.filter(filed_by=user)
    return [
        {
            "title": _("Objection of {day}").format(day=minute(one.filed_at)),
            "url": reverse("contracts:share-ruling", args=[one.pk]) if runs(user, row) and one.state == ShareRuling.OPEN else "",
            "facts": [],
            "text": _("{text} — ruling: {answer}").format(text=one.text, answer=one.answer) if one.answer else one.text,
            "light": "due" if one.state == ShareRuling.OPEN else "done",
            "word": one.get_state_display(),
        }
        for one in rows
    ]  # fmt: skip


@login_required
def paper(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """``/contracts/income/notices/<pk>/paper/<kind>/``: docx for the office system, pdf for print and stamp."""
    row = notice_of(pk)
    permissions.require(request.user, "contracts.run_income", row)
    if kind not in _KINDS:
        raise Http404
    content = verbs.content_of(row)
    drafted = row.drafted_at.astimezone(clock.SHANGHAI).date()
    made = docx(content) if kind == "docx" else print_version(content, row.version_code, drafted)
    response = HttpResponse(made, content_type=_KINDS[kind])
    response["Content-Disposition"] = disposition(demonstration.file_name(str(row)), kind)
    return response


@open_to("contracts.run_income", notice_of)
def post(request: HttpRequest, row: ShareNotice) -> HttpResponseBase:
    """``/contracts/income/notices/<pk>/post/``: through the gate and up."""
    args = posted(request)
    form = forms.PostForm(*args, user=request.user)

    def do() -> HttpResponseBase:
        data = form.cleaned_data
        file = upload(data, "attachment")
        made = verbs.post_notice(
            acting_user=request.user, notice=seen(request, row), document_number=data["document_number"],
            secrecy=form.secrecy, publication=form.publication, stamped=upload(data, "stamped"),
            files=[Attached(*file)] if file else [], read_by_eye=data["read_by_eye"],
        )  # fmt: skip
        messages.success(
            request,
            _("The notice hangs until {day}, 24:00; the day of posting does not count.").format(
                day=day(made.last_day) if made.last_day else ""
            ),
        )
        return redirect(made)

    lead = _("Text, scan and attachment are looked through for identity, telephone and bank numbers first.")
    return task(request, form, do, row, _("Put the notice up"), _("Put it up"), lead=lead, uploads=True)


@open_to("contracts.run_income", notice_of)
def drop(request: HttpRequest, row: ShareNotice) -> HttpResponseBase:
    """``/contracts/income/notices/<pk>/drop/``: a button."""
    if request.method != "POST":
        return redirect(row)
    done = _("The draft is dropped.")
    return press(request, row.get_absolute_url(), lambda: verbs.drop_notice(acting_user=request.user, notice=seen(request, row)), done)  # fmt: skip


@open_to("contracts.run_income", notice_of)
def scan(request: HttpRequest, row: ShareNotice) -> HttpResponseBase:
    """``/contracts/income/notices/<pk>/scan/``."""
    form = forms.ScanForm(*posted(request))

    def do() -> HttpResponseBase:
        file = form.cleaned_data["stamped"]
        verbs.return_stamped(
            acting_user=request.user, notice=seen(request, row), name=file.name, content=file.read(),
            number=form.cleaned_data["document_number"],
        )  # fmt: skip
        messages.success(request, _("The scan is kept with the notice."))
        return redirect(row)

    return task(request, form, do, row, _("Upload the stamped scan"), _("Keep the scan"), uploads=True)


@open_to("contracts.object_to_shares", notice_of)
def object_to(request: HttpRequest, row: ShareNotice) -> HttpResponseBase:
    """``/contracts/income/notices/<pk>/object/``."""
    form = forms.ObjectionForm(*posted(request))

    def do() -> HttpResponseBase:
        verbs.object_to_notice(acting_user=request.user, notice=row, text=form.cleaned_data["text"])
        messages.success(
            request, _("Your objection is in. Nothing goes on before it is ruled on, and you are told.")
        )
        return redirect(row)

    lead = _("Say what is wrong and what proves it. Only those who rule on it read it.")
    return task(request, form, do, row, _("Object to the notice"), _("Send the objection"), lead=lead)


def _objection_of(pk: int) -> ShareObjection:
    rows = ShareObjection.objects.select_related("notice__conversion__keeper", "notice__distribution")
    return get_object_or_404(rows, pk=pk)


@login_required
def rule(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/contracts/income/objections/<pk>/``."""
    row = _objection_of(pk)
    permissions.require(request.user, "contracts.run_income", row.notice)
    form = forms.AnswerForm(*posted(request), words=(_("Uphold: the notice ends"), _("Dismiss")))

    def do() -> HttpResponseBase:
        data = form.cleaned_data
        verbs.rule_on(
            acting_user=request.user, objection=seen(request, row), upheld=data["yes"], answer=data["answer"]
        )
        messages.success(request, _("The ruling is recorded; who objected is told."))
        return redirect(row.notice)

    return task(
        request, form, do, row.notice, _("Rule on an objection"), _("Record the ruling"), lead=row.text
    )
