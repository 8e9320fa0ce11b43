"""An official paper: its record, and the steps on its way."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.documents import code, forms, store
from qinglan.kernel.documents.domain import paper as verbs
from qinglan.kernel.documents.models import Form, Paper, PaperState
from qinglan.kernel.documents.printing import page_count, page_picture, pages_with_code, print_version
from qinglan.kernel.documents.views.serving import download
from qinglan.kernel.web import demonstration
from qinglan.kernel.web.views.errors import conflict, wants_another_look

MEDIA = {
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.PRINT: "application/pdf",
}


def _paper(request: HttpRequest, pk: int) -> Paper:
    permissions.require(request.user, "documents.see_papers")
    return get_object_or_404(Paper.objects.select_related("stamped", "drafted_by", "compared_by"), pk=pk)


@login_required
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """``/papers/<pk>/``: what the paper is, where it is, the next step."""
    paper = _paper(request, pk)
    takings = list(paper.takings.select_related("taken_by"))
    context = {
        "title": paper.title,
        "kind": paper.get_kind_display(),
        "breadcrumbs": [(_("Official papers"), reverse("documents:papers")), (paper.title, "")],
        "stream": f"paper:{paper.pk}",
        "paper": paper,
        "content": verbs.content_of(paper),
        "status": {"kind": paper.light, "word": paper.get_state_display()},
        "code": code.shown(paper.version_code),
        "takings": takings,
        "forms": Form,
        "may_discard": paper.state in (PaperState.DRAFTED, PaperState.TAKEN),
        "visibility": _("Officers see this page."),
    }
    return render(request, "documents/paper.html", context)


@login_required
@require_POST
def take(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    """Download the paper; who took it is logged."""
    paper = _paper(request, pk)
    if form not in Form.values:
        raise Http404
    try:
        made, _taking = verbs.take_paper(acting_user=request.user, paper=paper, form=Form(form))
    except Impossible as error:
        messages.error(request, error.message)
        return redirect(paper)
    ending = "docx" if form == Form.DOCX else "pdf"
    return download(made, demonstration.file_name(f"{paper.title}.{ending}"), MEDIA[Form(form)])


@login_required
def enter_number(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the document number."""
    paper = _paper(request, pk)
    form = forms.NumberForm(request.POST or None, initial={"revision": paper.revision})

    def save() -> None:
        verbs.enter_number(
            acting_user=request.user,
            paper=paper,
            text=form.cleaned_data["number"],
            seen_revision=form.cleaned_data["revision"],
        )

    context = {
        "title": _("Enter the document number"),
        "lead": paper.title,
        "submit": _("Save the number"),
        "help_text": _(
            "The office gives the number when it issues the paper. It is unique for each mark and year."
        ),
    }
    return _task(request, paper, form, save, context)


@login_required
def return_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload the stamped copy."""
    paper = _paper(request, pk)
    form = forms.ReturnForm(request.POST or None, request.FILES or None, initial={"revision": paper.revision})

    def save() -> None:
        file = form.cleaned_data["file"]
        verbs.return_stamped(
            acting_user=request.user,
            paper=paper,
            name=file.name,
            content=file.read(),
            declared_type=file.content_type or "",
            seen_revision=form.cleaned_data["revision"],
        )

    context = {
        "title": _("Upload the stamped copy"),
        "lead": paper.title,
        "submit": _("Upload the copy"),
        "uploads": True,
        "help_text": _(
            "A scan as PDF or image, or the OFD of the office system. Afterwards you compare it with the draft, page by page."
        ),
    }
    return _task(request, paper, form, save, context)


@login_required
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft beside the stamped copy; the officer says what he found."""
    paper = _paper(request, pk)
    if paper.stamped is None:
        raise Http404(_("There is no stamped copy to compare yet."))
    form = forms.ComparisonForm(request.POST or None, initial={"revision": paper.revision})

    def save() -> None:
        verbs.record_comparison(
            acting_user=request.user,
            paper=paper,
            matches=form.cleaned_data["result"] == "matches",
            note=form.cleaned_data["note"],
            seen_revision=form.cleaned_data["revision"],
        )

    context = {
        "title": _("Compare the stamped copy with the draft"),
        "lead": paper.title,
        "submit": _("Record the comparison"),
        **_sheets(paper),
    }
    return _task(request, paper, form, save, context, template="documents/compare.html")


@login_required
def page(request: HttpRequest, pk: int, side: str, number: int) -> HttpResponse:
    """A picture of one page of the draft or of the stamped copy."""
    paper = _paper(request, pk)
    try:
        picture = page_picture(_pdf(paper, side), number - 1)
    except (IndexError, ValueError):
        raise Http404 from None
    response = HttpResponse(picture, content_type="image/png")
    response["Cache-Control"] = "private, max-age=600"
    return response


@login_required
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Discard a paper that has no number yet."""
    paper = _paper(request, pk)
    try:
        verbs.discard_paper(
            acting_user=request.user, paper=paper, seen_revision=int(request.POST.get("revision") or -1)
        )
    except StaleEdit as error:
        return conflict(request, error.differences, current_url=paper.get_absolute_url())
    except Impossible as error:
        messages.error(request, error.message)
        return redirect(paper)
    messages.success(request, _("The paper was discarded."))
    return redirect("documents:papers")


def _pdf(paper: Paper, side: str) -> bytes:
    if side == "draft":
        return print_version(verbs.content_of(paper), paper.version_code, paper.drafted_at.date())
    if paper.stamped is None or paper.stamped.media_type != "application/pdf" or paper.stamped.is_encrypted:
        raise ValueError("the copy is no readable PDF")
    return store.read(paper.stamped.digest)


def _sheets(paper: Paper) -> dict[str, Any]:
    """The pages of both sides, and whether the version code stands on each page of the copy."""
    assert paper.stamped is not None
    drafts = page_count(_pdf(paper, "draft"))
    copy: bytes | None = None
    try:
        copy = _pdf(paper, "stamped")
    except ValueError:
        copies = 0
    else:
        copies = page_count(copy)
    rows = []
    for number in range(1, max(drafts, copies) + 1):
        sides = []
        for side, count in (("draft", drafts), ("stamped", copies)):
            url = reverse("documents:page", args=[paper.pk, side, number]) if number <= count else ""
            sides.append(url)
        rows.append({"number": number, "draft": sides[0], "copy": sides[1]})
    found = pages_with_code(copy, paper.version_code) if copy is not None else None
    return {
        "paper": paper,
        "rows": rows,
        "drafts": drafts,
        "copies": copies,
        "image": paper.stamped.get_absolute_url() + "?inline=1"
        if paper.stamped.media_type.startswith("image/")
        else "",
        "code": code.shown(paper.version_code),
        "code_found": found,
        "code_missing": found is not None and len(found) < copies,
    }


def _task(
    request: HttpRequest,
    paper: Paper,
    form: Any,
    save: Any,
    context: dict[str, Any],
    template: str = "documents/task.html",
) -> HttpResponse:
    """Show a form and save it; what can't be saved is said beside the field."""
    if request.method == "POST" and form.is_valid() and not wants_another_look(request):
        try:
            save()
        except StaleEdit as error:
            return conflict(request, error.differences, current_url=paper.get_absolute_url())
        except Impossible as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Saved."))
            return redirect(paper)
    shown = {
        "form": form,
        "paper": paper,
        "back_url": paper.get_absolute_url(),
        "has_help": "help_text" in context,
    }
    return render(request, template, {**shown, **context}, status=422 if form.errors else 200)
