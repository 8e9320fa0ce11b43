"""What was cleared, and a box to try a text."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel import permissions
from qinglan.kernel.disclosure.models import Clearance
from qinglan.kernel.disclosure.scanning import mask_text, scan_file, scan_text
from qinglan.kernel.disclosure.scanning.file import Scan
from qinglan.kernel.disclosure.words import finding_words
from qinglan.kernel.naming import named
from qinglan.kernel.web.forms import LimitedFileField
from qinglan.kernel.web.lists import DateRangeFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.lists.page import ListState


class ClearanceList(ListPage):
    """``/clearances/``."""

    template_name = "disclosure/list.html"
    title = gettext_lazy("Checks before publication")
    lead = gettext_lazy(
        "What became public, who checked it for secrets and personal data, and on what basis."
    )
    filters = (
        TextFilter(
            "q",
            gettext_lazy("Words"),
            ("subject__icontains", "secrecy_basis__icontains", "override_reason__icontains"),
        ),
        DateRangeFilter("cleared", gettext_lazy("Cleared"), "cleared_at__date"),
    )
    sorts = (Sort("new", gettext_lazy("Newest first"), "-cleared_at"),)
    columns = (
        ListColumn(gettext_lazy("Subject"), "subject"),
        ListColumn(gettext_lazy("Secrecy check by"), "secrecy_by"),
        ListColumn(gettext_lazy("Basis of the secrecy check"), "secrecy_basis"),
        ListColumn(gettext_lazy("Publication check by"), "publication_by"),
        ListColumn(gettext_lazy("Basis of the publication check"), "publication_basis"),
        ListColumn(gettext_lazy("Published all the same because"), "override_reason"),
        ListColumn(gettext_lazy("Cleared"), "cleared_at"),
    )
    empty_title = gettext_lazy("Nothing was cleared yet")
    empty_text = gettext_lazy("Whatever is published passes this gate and is listed here.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For officers."""
        permissions.require(request.user, "disclosure.see")
        return super().dispatch(request, *args, **kwargs)

    def _state(self, *args: Any, **kwargs: Any) -> ListState:
        """The rows with the names of what was cleared: one query for each kind of thing on the page."""
        state = super()._state(*args, **kwargs)
        found = named(item.subject for item in state.items)
        for item in state.items:
            item.thing = found.get(item.subject)
        return state

    def get_queryset(self) -> Any:
        """All clearances."""
        return Clearance.objects.select_related("cleared_by")


class TryForm(forms.Form):
    """A text or a file to look through; nothing is stored."""

    text = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    file = LimitedFileField(label=gettext_lazy("Or a file"), required=False)


@login_required
def look_through(request: HttpRequest) -> HttpResponse:
    """Look a text or a file through before it goes anywhere; nothing is stored."""
    permissions.require(request.user, "disclosure.see")
    form = TryForm(request.POST or None, request.FILES or None)
    scan: Scan | None = None
    masked = ""
    if request.method == "POST" and form.is_valid():
        text, file = form.cleaned_data["text"], form.cleaned_data["file"]
        scan = Scan(scan_text(text))
        if file is not None:
            scan.add(scan_file(file.name, file.read()))
        masked = mask_text(text) if scan.findings else ""
    context = {
        "title": _("Look for numbers of persons"),
        "lead": _("Identity, mobile and bank-card numbers in a text or a file. Nothing is stored."),
        "form": form,
        "submit": _("Look it through"),
        "uploads": True,
        "scan": scan,
        "found": [finding_words(one) for one in scan.findings] if scan else [],
        "masked": masked,
    }
    return render(request, "disclosure/try.html", context, status=422 if form.errors else 200)
