"""``/status/clock/``: what the clock shows, how it runs, and on a training site the form to change it."""

from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from qinglan.kernel import clock, permissions
from qinglan.kernel.clock import reading
from qinglan.kernel.clock.domain.setting import FARTHEST, FASTEST, change_clock
from qinglan.kernel.clock.models import Change
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.tables import Column, Table, build

SHOWN_CHANGES = 50


class ClockForm(forms.Form):
    """By how much the clock is put ahead, how fast it runs from then on, and why."""

    days = forms.IntegerField(
        label=gettext_lazy("Put ahead by: days"), min_value=0, max_value=FARTHEST.days, initial=0
    )
    hours = forms.IntegerField(label=gettext_lazy("and hours"), min_value=0, max_value=23, initial=0)
    factor = forms.IntegerField(
        label=gettext_lazy("From then on, times as fast as time"),
        min_value=1,
        max_value=FASTEST,
        initial=1,
        help_text=gettext_lazy("1: as time runs. 1,440: a day in a minute. 10,080: a week in a minute."),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)

    @property
    def ahead(self) -> timedelta:
        """Days and hours together."""
        return timedelta(days=self.cleaned_data["days"], hours=self.cleaned_data["hours"])


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Show the clock; change it where it may be changed."""
    permissions.require(request.user, "clock.change")
    form = ClockForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            change_clock(
                acting_user=request.user,
                ahead=form.ahead,
                factor=form.cleaned_data["factor"],
                reason=form.cleaned_data["reason"],
            )
        except Impossible as refused:
            field = {"ahead": "days"}.get(refused.field or "", refused.field)
            form.add_error(field if field in form.fields else None, refused.message)
        else:
            messages.success(request, _("The clock was changed. It takes effect in half a second."))
            return redirect("web:clock")
    setting = reading.read()
    context = {
        "title": _("Clock"),
        "breadcrumbs": [(_("State of the system"), reverse("web:status")), (_("Clock"), "")],
        "form": form,
        "submit": _("Change the clock"),
        "may_change": settings.DEMONSTRATION,
        "setting": setting,
        "shown": clock.now(),
        "changes": _log(),
    }
    return render(request, "web/clock.html", context)


def _log() -> Table:
    columns: list[str | Column] = [
        _("Changed at (real time)"),
        _("Shown before"),
        _("Shown after"),
        Column(_("Times as fast"), numeric=True),
        _("Reason"),
        _("Changed by"),
    ]
    rows = [
        [
            _second(change.made_at),
            _second(change.shown_before),
            _second(change.shown_after),
            change.factor,
            change.reason,
            str(change.made_by),
        ]
        for change in Change.objects.select_related("made_by").order_by("-id")[:SHOWN_CHANGES]
    ]
    return build(_("Changes of the clock"), columns, rows)


def _second(moment: datetime) -> str:
    return f"{moment.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M:%S}"
