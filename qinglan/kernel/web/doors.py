"""The door before pages about one thing: strangers log in, others need a permission on what the address names."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from qinglan.kernel import permissions

View = Callable[..., HttpResponseBase]
Door = Callable[[str], Callable[[View], View]]


def door(find: Callable[..., Any], *address: str, given: str, to_strangers: Collection[str] = ()) -> Door:
    """A decorator that lets in whom a permission on one thing lets in, and gives the thing to the view.

    `find` takes the parts of the address named in `address` and returns the thing, or raises Http404; the view
    gets it as `given`, and the other parts as they are. Who is not logged in is led to the login and back (not
    with a permission in `to_strangers`); others get 403 with the reason.
    """

    def open_to(permission: str) -> Callable[[View], View]:
        def decorate(view: View) -> View:
            @wraps(view)
            def wrapped(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
                if permission not in to_strangers and not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                thing = find(*(kwargs.pop(name) for name in address))
                permissions.require(request.user, permission, thing)
                return view(request, **{given: thing}, **kwargs)

            return wrapped

        return decorate

    return open_to
