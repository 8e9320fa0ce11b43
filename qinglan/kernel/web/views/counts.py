"""``/counts/``: the numbers in the reader's header, asked for again by live pages."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qinglan.kernel.web import navigation


@require_safe
@never_cache
@login_required
def counts(request: HttpRequest) -> HttpResponse:
    """The part of the header that holds the numbers."""
    context = {"counts": navigation.counts(request.user), "counts_url": reverse("web:counts")}
    return render(request, "web/components/counts.html", context)
