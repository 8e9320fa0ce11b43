"""The context processor that gives every page its frame."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from qinglan.kernel.web import site as about
from qinglan.kernel.web.navigation import Count, Fold, Link, Place, counts, links, menu, search_box


class Site:
    """What ``base.html`` reads as ``site``. Everything is worked out on first use."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._counts: list[Count] | None = None
        self._menu: list[Link | Fold] | None = None

    @property
    def name(self) -> str:
        """The site's own name."""
        return about.name()

    @property
    def product(self) -> str:
        """Our own name."""
        return about.product()

    @property
    def contact(self) -> str:
        """Telephone or mail address."""
        return about.setting("SITE_CONTACT")

    @property
    def icp_number(self) -> str:
        """ICP filing number."""
        return about.setting("ICP_NUMBER")

    @property
    def police_number(self) -> str:
        """Public-security filing number."""
        return about.setting("POLICE_NUMBER")

    @property
    def site_code(self) -> str:
        """Government site code."""
        return about.setting("SITE_CODE")

    @property
    def version(self) -> str:
        """The version of Qinglan."""
        return about.version()

    @property
    def demonstration(self) -> bool:
        """Whether the demonstration banner stands on the page."""
        return about.demonstration()

    @property
    def english(self) -> bool:
        """Whether the page is in English."""
        return (get_language() or "").startswith("en")

    @property
    def path(self) -> str:
        """This address with its query."""
        return self._request.get_full_path()

    @property
    def navigation(self) -> list[Link | Fold]:
        """The links of the main menu, and the groups that fold out."""
        if self._menu is None:
            self._menu = menu(getattr(self._request, "user", None), self._request.path)
        return self._menu

    @property
    def account_links(self) -> list[Link]:
        """The links of the menu of the reader's account."""
        return self._links("account")

    @property
    def footer_links(self) -> list[Link]:
        """The links of the footer."""
        return self._links("footer")

    @property
    def status_links(self) -> list[Link]:
        """The links on the page on the state of the system."""
        return self._links("status")

    @property
    def counts(self) -> list[Count]:
        """What waits for the reader, in numbers; asked once a page."""
        if self._counts is None:
            self._counts = counts(getattr(self._request, "user", None))
        return self._counts

    @property
    def search_url(self) -> str:
        """Where the search box leads; "" when there is none."""
        box = search_box()
        return box[0] if box else ""

    @property
    def search_label(self) -> str:
        """What the search box finds."""
        box = search_box()
        return box[1] if box else ""

    @property
    def login_url(self) -> str:
        """Where to log in; "" where nobody can."""
        return _address("login")

    @property
    def logout_url(self) -> str:
        """Where to log out."""
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
