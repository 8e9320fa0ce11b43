"""``/check/watch/``: the watch lists of one's banks, and what changed on them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.lists import ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Rows
from qinglan.programmes.awards.words import LIGHTS, change_words
from qinglan.programmes.checking.forms import MOST, WatchForm
from qinglan.programmes.domain import watch as verbs
from qinglan.programmes.models import AwardState, Watch, WatchAlert
from qinglan.programmes.queries.checking import alerts_of, banks_of, watches_of

MOST_ALERTS = 50


class WatchList(ListPage):
    """The codes, with alerts that nobody noted yet above them."""

    template_name = "programmes/checking/watch.html"
    title = gettext_lazy("Watch list")
    lead = gettext_lazy(
        "When an award of one of these codes is warned, told to rectify, revoked, runs out or is given up, you are told the same day."
    )
    export_name = gettext_lazy("Watch list")
    empty_title = gettext_lazy("Nothing is watched yet")
    empty_text = gettext_lazy("Add the codes of your customers; you are told when an award of theirs ends.")
    filters = (
        TextFilter("q", gettext_lazy("Code or name"), ("code__icontains", "organisation__name__icontains")),
    )
    sorts = (Sort("new", gettext_lazy("Last added"), "-id"), Sort("code", gettext_lazy("Code"), "code"))
    columns = (
        ListColumn(gettext_lazy("Code"), "code"),
        ListColumn(gettext_lazy("Name"), lambda row: row.organisation.name if row.organisation else ""),
        ListColumn(gettext_lazy("Watched for"), "bank.name"),
        ListColumn(gettext_lazy("Added"), "added_at"),
    )

    @method_decorator(login_required)
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For people of banks."""
        permissions.require(request.user, "programmes.use_watch_list")
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Rows:
        """The standing watches of the user's banks."""
        return watches_of(self.request.user)

    def get_context(self) -> dict[str, Any]:
        """The alerts that wait, and the last that were noted."""
        rows = list(alerts_of(self.request.user)[:MOST_ALERTS])
        return {
            "alerts": [_alert(one) for one in rows if one.seen_at is None],
            "earlier": [_alert(one) for one in rows if one.seen_at is not None],
            "breadcrumbs": [(_("Green check"), reverse("checking:check")), (self.title, "")],
        }


def _alert(one: WatchAlert) -> dict[str, Any]:
    kind = one.change.kind
    return {
        "holder": one.award.holder.name,
        "url": one.award.get_absolute_url(),
        "scheme": one.award.version.title,
        "number": one.award.number,
        "on": one.change.on,
        "reason": one.change.reason,
        "bank": one.watch.bank.name,
        "light": LIGHTS.get(AwardState(kind), "idle") if kind in AwardState.values else "idle",
        "word": change_words(kind),
        "seen_at": one.seen_at,
    }


@login_required
def add(request: HttpRequest) -> HttpResponseBase:
    """``/check/watch/add/``: paste or upload codes."""
    permissions.require(request.user, "programmes.use_watch_list")
    is_sent = request.method == "POST" and "preset" not in request.POST
    codes = request.POST.get("codes", "") if not is_sent else ""
    form = WatchForm(
        banks_of(request.user),
        *((request.POST, request.FILES) if is_sent else ()),
        most=MOST,
        initial={"codes": codes},
    )
    faults: list[Any] = []
    if is_sent and form.is_valid():
        faults = [line for line in form.lines if line.fault and line.fault != "twice"]
        try:
            added = verbs.watch_codes(
                acting_user=request.user, bank=form.cleaned_data["bank"], lines=form.lines
            )
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            n = len(added)
            messages.success(
                request,
                ngettext("%(n)s code is watched now.", "%(n)s codes are watched now.", n) % {"n": n},
            )
            for line in faults:
                messages.warning(
                    request,
                    _("Line %(row)s, %(code)s: %(why)s")
                    % {"row": line.row, "code": line.written, "why": line.says},
                )
            return redirect("checking:watch")
    context = {
        "title": _("Add to the watch list"),
        "form": form,
        "faults": faults,
        "submit": _("Watch these codes"),
        "back_url": reverse("checking:watch"),
        "breadcrumbs": [
            (_("Green check"), reverse("checking:check")),
            (_("Watch list"), reverse("checking:watch")),
            (_("Add to the watch list"), ""),
        ],
    }
    return render(request, "programmes/checking/task.html", context)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/check/watch/<n>/end/``."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("checking:watch"))
    watch = get_object_or_404(Watch.objects.select_related("bank"), pk=pk)
    try:
        verbs.end_watch(acting_user=request.user, watch=watch)
    except Impossible as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("%(code)s is no longer watched.") % {"code": watch.code})
    return redirect("checking:watch")


@require_POST
def noted(request: HttpRequest) -> HttpResponseBase:
    """``/check/watch/noted/``: all alerts were seen."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("checking:watch"))
    permissions.require(request.user, "programmes.use_watch_list")
    for bank in banks_of(request.user).order_by("pk"):
        verbs.note_alerts(acting_user=request.user, bank=bank)
    messages.success(request, _("The alerts are noted."))
    return redirect("checking:watch")
