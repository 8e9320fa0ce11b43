"""Near-duplicates: few numbers stored with each listing find those that share most of its words.

The text is cut into runs of `RUN` characters; of their hashes the `KEPT` smallest are stored. Two texts
that share a share *j* of their runs share one of these with a chance of about 1 − (1 − j)^KEPT (0.97 at
0.6), and those found are then compared run by run.
"""

import re
import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from qinglan.market.models import ListingState
from qinglan.market.quality import quality

RUN = 4
KEPT = 4
FEWEST = 12
MOST_LOOKED_AT = 200
MOST_SHOWN = 5
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Near:
    """A listing that says nearly the same; `share` of all runs that both have."""

    listing: Any
    share: Decimal

    @property
    def percent(self) -> int:
        """For people."""
        return int(self.share * 100)


def _plain(text: str) -> str:
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", text).casefold())


def _cut(plain: str) -> set[str]:
    return {plain[start : start + RUN] for start in range(max(1, len(plain) - RUN + 1))} if plain else set()


def runs(text: str) -> set[str]:
    """The runs of `text`, without blanks, signs, case and width."""
    return _cut(_plain(text))


def sketch_of(text: str) -> list[int]:
    """The numbers by which `text` is found.

    Of a longer text only every fourth run is looked at, chosen by its first character, so that the same
    words are chosen in every text.
    """
    plain = _plain(text)
    some = {plain[start : start + RUN] for start in range(len(plain) - RUN + 1) if not ord(plain[start]) & 3}
    chosen = some if len(some) >= FEWEST else _cut(plain)
    return sorted([zlib.crc32(run.encode()) for run in chosen])[:KEPT]


def text_of(listing: Any) -> str:
    """What is compared: title, problem and effect."""
    return "\n".join([listing.title, listing.problem, getattr(listing, "effect", "")])


def near(listing: Any) -> list[Near]:
    """Listings that are published or under check and say nearly the same, the nearest first."""
    return near_text(
        type(listing),
        text_of(listing),
        listing.sketch,
        without=[key for key in (listing.pk, listing.revises_id) if key],
    )


def near_text(model: Any, text: str, sketch: Sequence[int], *, without: Sequence[int] = ()) -> list[Near]:
    """The same for a text that is no listing yet; what `without` names, and changes of it, are left out."""
    if not sketch:
        return []
    rows = (
        model._default_manager.filter(sketch__overlap=list(sketch))
        .filter(state__in=[ListingState.PUBLISHED, ListingState.FIRST, ListingState.SECOND])
        .exclude(pk__in=without)
        .exclude(revises__in=without)
        .select_related("owner")
    )
    own = runs(text)
    least = quality().similar_from
    found = [
        Near(row, share)
        for row in rows.order_by("-pk")[:MOST_LOOKED_AT]
        if (share := share_of(own, runs(text_of(row)))) >= least
    ]
    return sorted(found, key=lambda one: (-one.share, one.listing.pk))[:MOST_SHOWN]


def share_of(one: set[str], other: set[str]) -> Decimal:
    """The share of all runs that both have.

    >>> share_of({"abcd", "bcde"}, {"abcd", "wxyz"})
    Decimal('0.3333333333333333333333333333')
    """
    return Decimal(len(one & other)) / Decimal(len(one | other) or 1)
