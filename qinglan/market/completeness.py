"""What a listing still lacks: what nothing is published without, and what more would help."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qinglan.market import aspects
from qinglan.market.aspects import Aspect


@dataclass(frozen=True)
class Completeness:
    """`lacking` keeps it from being published; `helpful` would bring more; both with where to write them."""

    lacking: tuple[Aspect, ...]
    helpful: tuple[Aspect, ...]
    filled: int
    all: int

    @property
    def suffices(self) -> bool:
        """Whether it may be handed in."""
        return not self.lacking

    @property
    def words(self) -> str:
        """“12 of 26 parts are filled in”."""
        return _("%(filled)s of %(all)s parts are filled in") % {"filled": self.filled, "all": self.all}


def completeness(listing: Any) -> Completeness:
    """How complete `listing` is; asks each aspect for its lines."""
    rows = [one for one in aspects.of(listing) if one.name != "reserve"]
    empty = [one for one in rows if not one.lines(listing)]
    return Completeness(
        lacking=tuple(one for one in empty if one.essential),
        helpful=tuple(one for one in empty if not one.essential),
        filled=len(rows) - len(empty),
        all=len(rows),
    )
