"""Where a link to one task leads."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qinglan.kernel.messages.domain.link import LinkClosed, open_link


@require_safe
@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """``/t/<token>/``: says what the link is for and leads on; a closed one says why, calmly."""
    try:
        found = open_link(token)
    except LinkClosed as closed:
        why = {"title": _("This link can't be used"), "lead": closed.message}
        return render(request, "messaging/link.html", why, status=404 if closed.reason == "unknown" else 410)
    # The policy of every page, same-origin, keeps the token from other sites; with no-referrer the forms
    # of the page (the choice of language) would be refused, since the browser then names no origin.
    return render(
        request, "messaging/link.html", {"title": _("A task for you"), "lead": found.purpose, "link": found}
    )
