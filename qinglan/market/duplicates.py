"""Near-duplicates: few numbers stored with each listing find those that share most of its words.

The text is cut into runs of `RUN` characters; of their hashes the `KEPT` smallest are stored. Two texts
that share a share *j* of their runs share one of these with a chance of about 1 − (1 − j)^KEPT (0.97 at
0.6), and those found are then compared run by run.
"""

import re
import unicodedata
import zlib
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
    model: Any = type(listing)
    if not listing.sketch:
        return []
    rows = (
        model._default_manager.filter(sketch__overlap=listing.sketch)
        .filter(state__in=[ListingState.PUBLISHED, ListingState.FIRST, ListingState.SECOND])
        .exclude(pk__in=[listing.pk, listing.revises_id])
        .exclude(revises_id=listing.pk)
        .select_related("owner")
    )
    own = runs(text_of(listing))
    least = quality().similar_from
    found = []
    for row in rows.order_by("-pk")[:MOST_LOOKED_AT]:
        other = runs(text_of(row))
        share = Decimal(len(own & other)) / Decimal(len(own | other) or 1)
        if share >= least:
            found.append(Near(row, share))
    return sorted(found, key=lambda one: (-one.share, one.listing.pk))[:MOST_SHOWN]
