"""Error pages: what happened, why, and what to do. The 500 page needs no database and no session."""

import logging
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_BAD_ORIGIN, REASON_NO_CSRF_COOKIE
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from qinglan.kernel.conflicts import Difference, Since
from qinglan.kernel.web import dates, site

logger = logging.getLogger(__name__)

#: Names of posted values that are not the user's input.
NOT_INPUT = frozenset({"csrfmiddlewaretoken", "version", "look_again", "q_once"})


def _page(request: HttpRequest, status: int, **texts: Any) -> HttpResponse:
    return render(request, "web/errors/error.html", {"code": status, **texts}, status=status)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the address or form could not be read."""
    return _page(
        request,
        400,
        title=_("We could not read this request"),
        why=_("Part of the address or the form was missing or damaged on the way."),
        todo=_("Go back, reload the page and try once more."),
    )


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: known, but not allowed; the reason is that of the exception where it has one."""
    reason = getattr(exception, "reason", "") or str(exception)
    known = getattr(getattr(request, "user", None), "is_authenticated", False)
    if known:
        todo = _("If your work needs it, ask the administrator of your organisation for the right.")
    else:
        todo = _("Log in with an account that has the right, then open this page again.")
    return _page(
        request,
        403,
        title=_("You may not open this page"),
        why=reason or _("It is open to other roles only."),
        todo=todo,
        offer_login=not known,
    )


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing stands at this address, or the reader may not know of it."""
    return _page(
        request,
        404,
        title=_("There is no page at this address"),
        why=_("The address may be mistyped, or what stood here was withdrawn."),
        todo=_("Check the address, or start from the home page."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of the forgery check: mostly an old page or a browser without cookies.

    `request.forged` tells the forms' middleware whether it may keep what was typed.
    """
    old_page = reason == REASON_NO_CSRF_COOKIE or reason.startswith("CSRF token")
    request.forged = not old_page  # type: ignore[attr-defined]  # ours
    if reason == REASON_NO_CSRF_COOKIE:
        why = _("Your browser did not send our cookie. It may be switched off.")
    elif reason.startswith(REASON_BAD_ORIGIN.split("%")[0]):
        why = _("The form was sent from another site's page.")
    else:
        why = _("The page was open for too long, or you logged in or out in another window.")
    return _page(
        request,
        403,
        title=_("The form was not accepted"),
        why=why,
        todo=_("Go back, copy what you wrote, reload the page and send it again."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Rendered without context processors, so that it needs nothing that may be broken."""
    texts = {
        "code": 500,
        "title": _("Something broke on our side"),
        "why": _("An error in the system stopped this page. It was recorded."),
        "todo": _(
            "Wait a minute and try again. What you sent last may not have been saved: check before"
            " you send it again."
        ),
        "site_name": site.name(),
        "contact": site.setting("SITE_CONTACT"),
        "demonstration": site.demonstration(),
    }
    return HttpResponse(render_to_string("web/errors/500.html", texts), status=500)


def conflict(
    request: HttpRequest,
    differences: Iterable[Difference],
    *,
    current_url: str,
    version: str = "",
    title: str = "",
) -> HttpResponse:
    """409: somebody changed the record meanwhile. Nothing was written and nothing typed is lost.

    Shows both versions side by side, carries every posted value on in hidden fields, and offers two
    ways on: look at one's own input again in the form (the same address is posted to with
    ``look_again=1``; the view shows the bound form with the current version instead of saving), or
    leave it and open `current_url`. `version` is the version that now stands; it replaces the
    posted ``version``.
    """
    listed = differences if isinstance(differences, Since) else list(differences)
    kept = [
        (name, value)
        for name in request.POST
        if name not in NOT_INPUT
        for value in request.POST.getlist(name)
    ]
    return _page(
        request,
        409,
        title=title or _("Somebody changed this while you were writing"),
        why=_("The record is no longer the one that you opened. Nothing was overwritten."),
        todo=_("Compare the two versions, then decide."),
        differences=listed,
        is_since=isinstance(listed, Since),
        changed=_changed(listed),
        kept=kept,
        version=version,
        current_url=current_url,
        template_kind="conflict",
    )


def _changed(listed: list[Difference]) -> str:
    """Who changed it last, and when, as far as that is told."""
    if not isinstance(listed, Since) or listed.when is None:
        return ""
    when = dates.minute(listed.when, "prose")
    if not listed.who:
        return _("Last changed on {when}.").format(when=when)
    return _("Last changed by {who} on {when}.").format(who=listed.who, when=when)


def wants_another_look(request: HttpRequest) -> bool:
    """Whether this post comes from the 409 page: show the bound form again, save nothing."""
    return request.method == "POST" and request.POST.get("look_again") == "1"
