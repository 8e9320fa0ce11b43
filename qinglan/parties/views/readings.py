"""Show a masked field, and the log of looks."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.lists import ChoiceFilter, DateRangeFilter, ListColumn, ListPage, TextFilter
from qinglan.kernel.web.lists.filters import Rows
from qinglan.parties.domain.reading import show_field
from qinglan.parties.models.reading import Reading
from qinglan.parties.sensitive import FIELDS

PLACES = {"expert": "experts:record", "broker": "brokers:record", "organisation": "organisations:record"}


class WhyForm(forms.Form):
    """Why a field is looked at."""

    reason = forms.CharField(label=_("Why do you need it?"), max_length=200, required=False)


@never_cache
@login_required
def show(request: HttpRequest, field: str, pk: int) -> HttpResponseBase:
    """``/personal/show/<field>/<pk>/``: ask, then show; only a sent form shows anything."""
    sensitive = FIELDS.get(field)
    record = sensitive.load(pk) if sensitive else None
    if sensitive is None or record is None:
        raise Http404
    permissions.require(request.user, sensitive.permission, record)
    form = WhyForm(request.POST if request.method == "POST" else None)
    value = None
    if request.method == "POST" and form.is_valid():
        try:
            value = show_field(
                acting_user=request.user, field=field, key=pk, reason=form.cleaned_data["reason"]
            )
        except Impossible as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    back = reverse(sensitive.page or PLACES[field.partition(".")[0]], args=[pk])
    context = {
        "title": gettext("Show personal data"),
        "lead": gettext(
            "The look is noted: who, what, when and why. The person and the audit administrator can read that."
        ),
        "form": form,
        "record": str(record),
        "field": sensitive.label,
        "value": value,
        "submit": gettext("Show it"),
        "back_url": back,
        "breadcrumbs": [(str(record), back), (gettext("Show personal data"), "")],
    }
    return render(request, "parties/show_field.html", context)


def field_words(row: Reading) -> str:
    """What was read, in words."""
    return str(FIELDS[row.field].label) if row.field in FIELDS else row.field


class _Readings(ListPage):
    as_table = True
    filters = (
        ChoiceFilter(
            "field", _("What"), lambda: [(name, one.label) for name, one in FIELDS.items()], "field"
        ),
        DateRangeFilter("read", _("When"), "read_at"),
        TextFilter("q", _("Who"), ("reader__display_name__icontains", "reader__username__icontains")),
    )
    columns = (
        ListColumn(_("When"), "read_at"),
        ListColumn(_("Who"), lambda row: str(row.reader)),
        ListColumn(_("What"), field_words),
        ListColumn(_("Of which record"), "subject"),
        ListColumn(_("Why"), "reason"),
    )
    empty_title = _("Nobody looked yet")
    empty_text = _("Contacts, identity numbers and declarations are masked; each look at them is noted here.")


class AllReadings(_Readings):
    """``/personal/readings/``: for the audit administrator."""

    title = _("Log of looks at personal data")
    export_name = title

    @method_decorator(login_required)
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For the audit administrator alone."""
        permissions.require(request.user, "personal.see_readings")
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Rows:
        """All."""
        return Reading.objects.select_related("reader").order_by("-id")

    def get_context(self) -> dict[str, Any]:
        """Where the page stands."""
        return {"breadcrumbs": [(self.title, "")]}


class OwnReadings(_Readings):
    """``/account/data/readings/``: who looked at one's own data."""

    title = _("Who looked at my data")
    export_name = title

    @method_decorator(login_required)
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For everybody, his own."""
        permissions.require(request.user, "personal.own")
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Rows:
        """About oneself."""
        return Reading.objects.filter(person_id=self.request.user.pk).select_related("reader").order_by("-id")

    def get_context(self) -> dict[str, Any]:
        """Where the page stands."""
        return {"breadcrumbs": [(gettext("My data"), reverse("personal:mine")), (self.title, "")]}
