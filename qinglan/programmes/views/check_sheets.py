"""``/check/sheets/``: make the sheet of a check for the file, verify one by its code, take it as PDF or xlsx."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents import code as codes
from qinglan.kernel.documents.views.serving import download
from qinglan.kernel.web import demonstration
from qinglan.kernel.web.dates import minute
from qinglan.programmes.checking import answers, printed, shown
from qinglan.programmes.checking.codes import from_text
from qinglan.programmes.domain.check_sheet import make_check_sheet
from qinglan.programmes.models import CheckSheet
from qinglan.programmes.views.checking import form_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_POST
def make(request: HttpRequest) -> HttpResponseBase:
    """Keep the answer to the list that was sent, and lead to its page."""
    form = form_of(request)
    if not form.is_valid():
        messages.error(request, _("The list can't be checked. Paste the codes again."))
        return redirect("checking:check")
    try:
        made = make_check_sheet(acting_user=request.user, lines=form.lines)
    except Impossible as refusal:
        messages.error(request, refusal.message)
        return redirect("checking:check")
    return redirect(made)


@require_safe
def find(request: HttpRequest) -> HttpResponseBase:
    """``/check/sheets/?code=…``: to the sheet of a code that was typed off a print."""
    code = codes.normalised(request.GET.get("code", ""))
    if not code:
        return redirect("checking:check")
    return redirect("checking:sheet", code)


@require_safe
def sheet(request: HttpRequest, code: str) -> HttpResponseBase:
    """``/check/sheets/<code>/``: what the sheet said then, and what the register says otherwise today."""
    plain = codes.normalised(code)
    found = CheckSheet.objects.filter(code=plain).first() if codes.is_valid(plain) else None
    if found is None:
        context = {
            "title": _("No sheet with this code"),
            "mistyped": not codes.is_valid(plain),
            "code": code[:40],
            "breadcrumbs": [(_("Green check"), reverse("checking:check")), (_("Sheet of a check"), "")],
        }
        return render(request, "programmes/checking/no_sheet.html", context, status=404)
    content = printed.content_of(found)
    rows = shown.rows_of(content)
    context = {
        "title": _("Sheet of a green check"),
        "kind": _("Green check"),
        "sheet": found,
        "rows": rows,
        "changes": changes_since(content),
        "status": {"kind": "done", "word": _("genuine")},
        "answer": _("This sheet was made here on %(moment)s.") % {"moment": minute(found.made_at)},
        "summary": [
            {"label": _("Verification code"), "value": codes.shown(found.code)},
            {"label": _("State of the register on"), "value": content["on"]},
            {"label": _("Lines"), "value": len(rows)},
            {"label": _("Digest (SHA-256)"), "value": found.digest},
        ],
        "counts": shown.counts(rows),
        "sources": printed.sources(found),
        "visibility": _("Whoever has the code sees this page. It holds public facts alone."),
        "breadcrumbs": [
            (_("Green check"), reverse("checking:check")),
            (codes.shown(found.code), ""),
        ],
    }
    return render(request, "programmes/checking/sheet.html", context)


@require_safe
def file(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """``/check/sheets/<code>/pdf/`` and ``xlsx/``."""
    found = CheckSheet.objects.filter(code=codes.normalised(code)).first()
    if found is None or form not in ("pdf", "xlsx"):
        raise Http404
    name = demonstration.file_name(_("Green check") + f"-{codes.shown(found.code)}.{form}")
    if form == "xlsx":
        return download(printed.spreadsheet(found), name, XLSX)
    try:
        content = printed.print_sheet(found)
    except Impossible as refusal:
        messages.error(request, refusal.message)
        return redirect(found)
    return download(content, name, "application/pdf")


def changes_since(content: dict[str, Any]) -> list[dict[str, str]]:
    """Awards of the sheet that stand otherwise today, and awards that came since, each in one line."""
    lines = from_text("\n".join(row["code"] for row in content["rows"] if "fault" not in row), most=10**6)
    now = shown.rows_of(answers.check(lines))
    before = {
        (row["code"], one["url"]): one for row in shown.rows_of(content) for one in row.get("awards", ())
    }
    found = []
    for row in now:
        for one in row.get("awards", ()):
            earlier = before.get((row["code"], one["url"]))
            if earlier is None:
                text = _("new since: %(scheme)s, %(number)s") % one
            elif (earlier["state"], earlier["valid_to"]) != (one["state"], one["valid_to"]):
                text = _("%(scheme)s, %(number)s: now %(word)s") % one
            else:
                continue
            found.append(
                {
                    "name": row["name"],
                    "text": text,
                    "on": one["evidence_on"],
                    "url": one["url"],
                    "light": one["light"],
                    "word": one["word"],
                }
            )
    return found
