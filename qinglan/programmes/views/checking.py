"""``/check/``: what the register says of a list of codes, on one page."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.programmes.checking import answers, shown
from qinglan.programmes.checking.codes import Line
from qinglan.programmes.checking.forms import MOST, MOST_OPEN, CodesForm
from qinglan.programmes.queries.checking import banks_of


def most_for(user: Any) -> int:
    """How many codes this reader may check at once."""
    return MOST if user.is_authenticated else MOST_OPEN


def check_codes(request: HttpRequest) -> HttpResponseBase:
    """The form, and the answer below it; a code in the address (``?code=``) is answered at once."""
    permissions.require(request.user, "programmes.check_codes")
    form = form_of(request)
    rows: list[dict[str, Any]] = []
    content: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        content = answers.check(form.lines)
        rows = shown.rows_of(content)
    most = most_for(request.user)
    context = {
        "title": _("Green check"),
        "lead": _(
            "Paste the codes of organisations and see for each what the public register says: awards, numbers, validity, state, and the day of the evidence."
        ),
        "form": form,
        "rows": rows,
        "wrong": [row for row in rows if row["says"]],
        "right": [row for row in rows if not row["says"]],
        "counts": shown.counts(rows),
        "on": content.get("on", ""),
        "codes": pasted(form.lines) if rows else "",
        "most": most,
        "more": MOST if most < MOST else 0,
        "has_bank": bool(rows) and banks_of(request.user).exists(),
        "breadcrumbs": [(_("Green check"), "")],
    }
    return render(request, "programmes/checking/check.html", context)


def form_of(request: HttpRequest) -> CodesForm:
    """The form with what was sent, by either way."""
    most = most_for(request.user)
    if request.method == "POST":
        return CodesForm(request.POST, request.FILES, most=most)
    if "code" in request.GET:
        return CodesForm({"codes": request.GET["code"]}, most=most)
    return CodesForm(most=most)


def pasted(lines: list[Line]) -> str:
    """The lines as a text that gives the same lines with the same numbers."""
    found: list[str] = []
    for line in lines:
        if len(found) >= line.row:  # a second code of the same line
            found[line.row - 1] += f"\t{line.written}"
            continue
        found += [""] * (line.row - 1 - len(found))
        found.append(line.written)
    return "\n".join(found)
