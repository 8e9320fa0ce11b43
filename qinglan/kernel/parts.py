"""The parts of the system, and which of them this version has.

An app announces its part in ``AppConfig.ready()``; a plan's page then says of each article which
parts serve it today and which do not yet.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Part:
    """One part as readers know it; `url_name` leads to its front page once it is live."""

    slug: str
    title: str | Promise
    url_name: str = ""

    @property
    def is_live(self) -> bool:
        """Whether an app of this version has announced the part."""
        return self.slug in _live


PARTS = {
    part.slug: part
    for part in (
        Part("plans", _("Plans and targets"), "plans:list"),
        Part("measures", _("Measures and figures"), "measures:list"),
        Part("people", _("People and organisations"), "organisations:list"),
        Part("programmes", _("Programmes and recognition"), "programmes:schemes"),
        Part("market", _("Technology market"), "technologies:list"),
        Part("auctions", _("Auctions and sealed bids"), "auctions:list"),
        Part("contracts", _("Contracts, registration and income")),
        Part("rights", _("Intellectual property"), "rights:list"),
        Part("assurance", _("Standards and certification")),
        Part("commons", _("Shared instruments and data")),
        Part("projects", _("Research projects")),
        Part("finance", _("Finance and insurance")),
        Part("procurement", _("Green procurement")),
        Part("gatherings", _("Events and cases")),
        Part("cooperation", _("Neighbouring cities and partners abroad")),
        Part("coordination", _("Meetings, tasks and evaluation")),
    )
}
_live: set[str] = set()


def announce(slug: str) -> None:
    """Say that this version has the part; raises KeyError for a part that is not in the list."""
    _live.add(PARTS[slug].slug)
