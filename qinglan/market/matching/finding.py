"""What the engine finds for a listing on the other side, with the words that both use."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from qinglan.kernel.search import engine
from qinglan.market.findable import COLLECTIONS, MEMBERS
from qinglan.market.matching.conditions import open_to_members
from qinglan.market.queries import MODELS

MOST = 60
"""Candidates that are looked at; the conditions thin them out."""
MOST_WORDS = 8
OTHER = {"need": "technology", "technology": "need"}
_TEXTS = {
    "need": ("title", "summary", "problem", "description"),
    "technology": ("title", "summary", "problem", "effect", "advantage", "scope"),
}
_COMPARING = frozenset(
    (
        "以下",
        "以上",
        "以内",
        "左右",
        "不足",
        "超过",
        "达到",
        "降低",
        "提高",
        "降至",
        "提升",
        "大于",
        "小于",
        "不低",
        "不高",
    )
)
_UNIT = re.compile(r"[a-zμµ℃°%]{1,3}(/[a-z0-9³²]{1,3})+")
_FREE = ("title", "summary", "problem", "effect")


@dataclass(frozen=True)
class Candidate:
    """A listing of the other side, and how close it is out of 1,000 (the closest has 1,000 at most)."""

    key: int
    closeness: int


def text_of(listing: Any) -> str:
    """The text that is compared: what members may read of it; the title twice, for it says most."""
    readable = [name for name in _TEXTS[listing.SIDE] if name in _FREE or open_to_members(listing, name)]
    parts = [listing.title, *(getattr(listing, name) for name in readable)]
    if listing.SIDE == "need" and open_to_members(listing, "indicators"):
        parts += [one.name for one in listing.indicators.all()]
    return "\n".join(part for part in parts if part)


def candidates(listing: Any) -> list[Candidate]:
    """The nearest of the other side, as members see them. Raises NotReady while the index is being built."""
    other = OTHER[listing.SIDE]
    hits = engine.similar(COLLECTIONS[other].name, text_of(listing), reader=frozenset({MEMBERS}), limit=MOST)
    top = max((hit.score for hit in hits), default=0.0)
    if top <= 0:
        return []
    return [Candidate(int(hit.id), round(1000 * hit.score / top)) for hit in hits if hit.score > 0]


def parts_of(side: str) -> QuerySet[Any]:
    """Listings with what a match reads of them, and no other part."""
    rows: QuerySet[Any] = MODELS[side].objects.select_related("territory")
    return rows.prefetch_related("fields", "visibilities", *(["indicators"] if side == "need" else []))


def shared_words(one: Collection[str], other: Collection[str]) -> list[str]:
    """The words that two texts share (`engine.words` of each), the longest first: they tell most.

    Left out is what tells a reader nothing: the engine's own marks of synonyms (``=wastewater``), figures with or
    without unit, and words of comparison.
    """
    shared = {word for word in set(one) & set(other) if _tells(word)}
    return sorted(shared, key=lambda word: (-len(word), word))[:MOST_WORDS]


def _tells(word: str) -> bool:
    return len(word) > 1 and word[0].isalpha() and word not in _COMPARING and not _UNIT.fullmatch(word)
