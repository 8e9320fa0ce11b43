"""Answers to the scripts of sealed bids: JSON, each refusal with its sentence."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.web.policy import content_security_policy

View = Callable[..., HttpResponseBase]
sodium = content_security_policy(script_src="'self' 'wasm-unsafe-eval'")
"""What libsodium needs, on these pages and nowhere else: WebAssembly may be compiled."""


def spoken(view: View) -> View:
    """Refusals of `view` as JSON with ``error``: 401 without a login, 403, 409."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return JsonResponse({"error": _("Log in first; what you typed stays on this page.")}, status=401)
        try:
            return view(request, *args, **kwargs)
        except PermissionRefused as refused:
            return JsonResponse({"error": refused.reason}, status=403)
        except Impossible as refused:
            return JsonResponse({"error": refused.message}, status=409)

    return wrapped
