"""The context processor that gives every page its frame."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from qinglan.kernel.web.navigation import Link, Place, links, search_box
from qinglan.kernel.web import site as about


class Site:
    """What ``base.html`` reads as ``site``. Everything is worked out on first use."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def name(self) -> str:
        return about.name()

    @property
    def product(self) -> str:
        return about.product()

    @property
    def contact(self) -> str:
        return about.setting("SITE_CONTACT")

    @property
    def icp_number(self) -> str:
        return about.setting("ICP_NUMBER")

    @property
    def police_number(self) -> str:
        return about.setting("POLICE_NUMBER")

    @property
    def site_code(self) -> str:
        return about.setting("SITE_CODE")

    @property
    def version(self) -> str:
        return about.version()

    @property
    def demonstration(self) -> bool:
        return about.demonstration()

    @property
    def english(self) -> bool:
        return (get_language() or "").startswith("en")

    @property
    def path(self) -> str:
        return self._request.get_full_path()

    @property
    def navigation(self) -> list[Link]:
        return self._links("main")

    @property
    def account_links(self) -> list[Link]:
        return self._links("account")

    @property
    def footer_links(self) -> list[Link]:
        return self._links("footer")

    @property
    def search_url(self) -> str:
        box = search_box()
        return box[0] if box else ""

    @property
    def search_label(self) -> str:
        box = search_box()
        return box[1] if box else ""

    @property
    def login_url(self) -> str:
        return _address("login")

    @property
    def logout_url(self) -> str:
        return _address("logout")

    def _links(self, place: Place) -> list[Link]:
        user = getattr(self._request, "user", None)
        return links(user, self._request.path, place)


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``site``, a :class:`Site`."""
    return {"site": Site(request)}
