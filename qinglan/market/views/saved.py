"""Saved searches: keep one, see them, drop one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.market.domain.saved import drop_search, save_search
from qinglan.market.models import SavedSearch


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponseBase:
    """``/market/search/saved/``."""
    permissions.require(request.user, "market.save_search")
    context = {
        "title": _("Saved searches"),
        "lead": _("Once a day you are told of what became public and fits."),
        "rows": SavedSearch.objects.filter(user=request.user.pk),
        "breadcrumbs": [(_("Search"), reverse("market:search")), (_("Saved searches"), "")],
    }
    return render(request, "market/saved.html", context)


@require_POST
def save(request: HttpRequest) -> HttpResponseBase:
    """``/market/search/save/``."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("market:search"))
    try:
        found = save_search(acting_user=request.user, address=request.POST.get("address", "")[:2000])
    except Impossible as refusal:
        messages.error(request, refusal.message)
        return redirect("market:search")
    messages.success(request, _("The search is saved. You are told of what is new."))
    return redirect(found)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/market/search/saved/<pk>/drop/``."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("market:saved"))
    drop_search(acting_user=request.user, pk=pk)
    messages.success(request, _("The search is dropped."))
    return redirect("market:saved")
