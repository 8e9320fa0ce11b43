"""What a reader sees of a listing: one function, which tells what is withheld from what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser

from qinglan.market import agreements, aspects
from qinglan.market.aspects import Aspect
from qinglan.market.models import Level
from qinglan.market.rules import is_inside, is_market_member

RANK = {Level.PUBLIC: 0, Level.MEMBERS: 1, Level.AGREED: 2, Level.OWNER: 3}
ANYBODY = AnonymousUser()


@dataclass(frozen=True)
class Seen:
    """A listing as one reader sees it.

    `shown` has the lines of each aspect that he sees and that says something; `withheld` those that say
    something and are kept from him, with the level that would open them; `missing` those that say nothing.
    `owner` is the name that he reads, or the alias of an anonymous need.
    """

    listing: Any
    level: Level
    owner: str
    shown: dict[str, list[str]] = field(default_factory=dict)
    withheld: dict[str, Level] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    def sees(self, name: str) -> bool:
        """Whether the aspect is shown."""
        return name in self.shown

    def admits(self, level: str) -> bool:
        """Whether something of this level is open to the reader."""
        return RANK[self.level] >= RANK[Level(level)]

    def aspects(self) -> Iterator[Aspect]:
        """The aspects that are shown, in order."""
        return (one for one in aspects.of(self.listing) if one.name in self.shown)


def level_of(user: Any, listing: Any) -> Level:
    """How far `user` sees into `listing`."""
    if is_inside.test(user, listing):
        return Level.OWNER
    if agreements.has_agreed(user, listing):
        return Level.AGREED
    return Level.MEMBERS if is_market_member(user) else Level.PUBLIC


def levels_of(listing: Any) -> dict[str, Level]:
    """Who sees each aspect: the default, or what the owner chose. The owner of an anonymous need is his own."""
    chosen = {row.aspect: Level(row.level) for row in listing.visibilities.all()}
    found = {
        one.name: chosen.get(one.name, one.level) if one.chosen else one.level for one in aspects.of(listing)
    }
    if getattr(listing, "is_anonymous", False):
        found["owners"] = Level.AGREED
        found["contact"] = max(found["contact"], Level.AGREED, key=RANK.__getitem__)
    return found


def seen(listing: Any, user: Any = ANYBODY, *, level: Level | None = None) -> Seen:
    """What `user` sees of `listing`; with `level`, what anybody of that level does."""
    reader = level or level_of(user, listing)
    levels = levels_of(listing)
    shown: dict[str, list[str]] = {}
    withheld: dict[str, Level] = {}
    missing: list[str] = []
    for one in aspects.of(listing):
        found = _attached(listing, reader) if one.name == "attachments" else one.lines(listing)
        if not found:
            missing.append(one.name)
        elif RANK[reader] >= RANK[levels[one.name]]:
            shown[one.name] = found
        else:
            withheld[one.name] = levels[one.name]
    hidden = "owners" in withheld
    return Seen(
        listing, reader, alias_of(listing) if hidden else listing.owner.name, shown, withheld, tuple(missing)
    )


def alias_of(listing: Any) -> str:
    """What stands in place of the owner's name, in the reader's language."""
    from django.utils.translation import get_language  # noqa: PLC0415 - only here

    return str(listing.alias_en if get_language() == "en" and listing.alias_en else listing.alias)


def public_texts(listing: Any) -> dict[str, str]:
    """Everything that becomes public, by aspect: what the gate scans and the index holds."""
    public = seen(listing, level=Level.PUBLIC)
    return {name: "\n".join(found) for name, found in public.shown.items()}


def _attached(listing: Any, reader: Level) -> list[str]:
    return [str(row) for row in listing.attachments.all() if RANK[reader] >= RANK[Level(row.level)]]
