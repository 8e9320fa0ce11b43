"""Save a draft while somebody types, discard it, say whether a form was sent already."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from qinglan.kernel.drafts import tokens
from qinglan.kernel.drafts.domain.draft import discard_draft, save_draft
from qinglan.kernel.drafts.domain.sending import sending_of
from qinglan.kernel.drafts.values import TooLong
from qinglan.kernel.web.dates import minute


@require_POST
@never_cache
def save(request: HttpRequest) -> HttpResponse:
    """``/drafts/save/``: `token` of the form, `values` (JSON: name to list of texts), `window`.

    401 without a login, 403 for a form that another account has opened, 413 for too much.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"error": "login"}, status=401)
    token = tokens.read(request.POST.get("token"))
    if token is None or token.user != request.user.pk:
        return JsonResponse({"error": "token"}, status=403)
    values = _values(request.POST.get("values", ""))
    if values is None:
        return JsonResponse({"error": "values"}, status=400)
    try:
        saved = save_draft(
            acting_user=request.user,
            form=token.form,
            subject=token.page,
            values=values,
            secret=request.POST.getlist("secret"),
            window=request.POST.get("window", ""),
        )
    except TooLong:
        return JsonResponse({"error": "long"}, status=413)
    elsewhere = time_format(localtime(saved.elsewhere), "H:i") if saved.elsewhere else ""
    answer = {"at": time_format(localtime(saved.saved_at), "H:i"), "elsewhere": elsewhere}
    return JsonResponse({**answer, "revision": saved.revision})


@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """``/drafts/discard/``: drop the draft of the form that was sent here, and show the page empty."""
    token = tokens.read(request.POST.get(tokens.FIELD))
    if token is None:
        return HttpResponseRedirect("/")
    if request.user.is_authenticated and token.user == request.user.pk:
        discard_draft(acting_user=request.user, form=token.form, subject=token.page)
    return HttpResponseRedirect(token.page)


@require_POST
@never_cache
def sent(request: HttpRequest) -> HttpResponse:
    """``/drafts/sent/``: whether the form of `token` was sent and done; when, and where it led."""
    token = tokens.read(request.POST.get("token"))
    if token is None or not request.user.is_authenticated:
        return JsonResponse({"sent": False})
    done = sending_of(request.user, token.key)
    if done is None or done.ended_at is None:
        return JsonResponse({"sent": False})
    return JsonResponse({"sent": True, "at": minute(done.ended_at), "url": done.location})


def _values(text: str) -> dict[str, list[str]] | None:
    """The values as the script sends them; None for anything else."""
    try:
        given: Any = json.loads(text)
    except ValueError:
        return None
    if not isinstance(given, dict):
        return None
    whole = all(
        isinstance(some, list) and all(isinstance(one, str) for one in some) for some in given.values()
    )
    return given if whole else None
