"""The door before pages about rounds and cases of the applicant's side."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase

from qinglan.kernel import permissions
from qinglan.programmes.models import Case, Round

View = Callable[..., HttpResponseBase]


def case_page(permission: str) -> Callable[[View], View]:
    """Give the view the case of the address; others get 403 with the reason, strangers the login."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            case = case_of(pk)
            permissions.require(request.user, permission, case)
            return view(request, case=case, **kwargs)

        return wrapped

    return decorate


def round_page(permission: str) -> Callable[[View], View]:
    """The same for a round."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
            if permission != "programmes.view_round" and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            one = round_of(pk)
            permissions.require(request.user, permission, one)
            return view(request, one=one, **kwargs)

        return wrapped

    return decorate


def case_of(pk: int) -> Case:
    """The case with what its pages show; Http404."""
    rows = Case.objects.select_related(
        "round", "version__programme", "applicant__territory", "territory", "recommender"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def round_of(pk: int) -> Round:
    """The round with its scheme and call; Http404."""
    found = Round.objects.select_related("version__programme", "call").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def posted_number(request: HttpRequest, name: str = "version") -> int:
    """A number that a form carries along; -1, which nothing has, where it is missing."""
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1
