"""What somebody typed when his session had ended, or when he had logged in anew in another window."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from qinglan.kernel import clock
from qinglan.kernel.drafts.domain.draft import save_draft
from qinglan.kernel.drafts.models import Cause
from qinglan.kernel.drafts.restoring import STRANGER
from qinglan.kernel.drafts.tokens import FormToken
from qinglan.kernel.drafts.values import SECRETS, TooLong, file_names, kept_of

LONGEST_OF_STRANGERS = 20_000
"""Characters that are kept for somebody who had not said who he is."""
ENTERING = "/account/"
"""Forms by which one logs in are not kept."""


def is_refused_for_the_session(request: HttpRequest, response: HttpResponseBase, stranger: bool) -> bool:
    """Whether the form was turned away since nobody, or somebody else's session, stood behind it."""
    if request.path.startswith(ENTERING):
        return False
    if getattr(request, "forged", None) is False:  # an old page: the session is another one by now
        return True
    if not stranger:
        return False
    if response.status_code == 403 and not hasattr(request, "forged"):
        return True
    login = resolve_url(settings.LOGIN_URL)
    return response.status_code in (302, 303) and urlsplit(response.headers["Location"]).path == login


def keep(request: HttpRequest, token: FormToken) -> HttpResponse:
    """Keep the form for the person who had opened it, and lead to the login or back to the page.

    Nobody else is shown it: a draft belongs to the account that the signed token names.
    """
    logged_in = request.user.is_authenticated
    if logged_in and token.user != request.user.pk:
        messages.warning(request, _("The form was opened under another account, so it was not sent."))
        return _lead(request, token.page)
    kept = _kept(request, token)
    if logged_in:
        messages.warning(
            request, _("You had logged in anew, so the form was not sent. Check it and send it once more.")
        )
        return _lead(request, token.page)
    if kept:
        messages.info(request, _("Your session had ended. Log in: what you typed is kept."))
    else:
        messages.info(request, _("Your session had ended. Log in and do it again."))
    return _lead(request, redirect_to_login(token.page).url)


def _lead(request: HttpRequest, url: str) -> HttpResponse:
    """There; a part of a page that htmx sends for takes the whole window along."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def _kept(request: HttpRequest, token: FormToken) -> bool:
    files = file_names(request)
    try:
        values = kept_of(request.POST)
    except TooLong:
        messages.warning(request, _("The form is too long to be kept. Go back and copy what you wrote."))
        return False
    if not any(text.strip() for some in values.values() for text in some) and not files:
        return False
    if token.user is None:
        if sum(len(text) for some in values.values() for text in some) > LONGEST_OF_STRANGERS:
            return False
        request.session[STRANGER] = {
            "page": token.page,
            "values": values,
            "files": files,
            "at": clock.now().isoformat(),
        }
        return True
    author = _account(token.user)
    if author is None:
        return False
    save_draft(
        acting_user=author,
        form=token.form,
        subject=token.page,
        values=values,
        secret=request.POST.getlist(SECRETS),
        files=files,
        window="session",
        cause=Cause.SESSION,
    )
    return True


def _account(key: int) -> object | None:
    from django.contrib.auth import get_user_model  # noqa: PLC0415 - models are loaded later

    return get_user_model()._default_manager.filter(pk=key, is_active=True).first()
