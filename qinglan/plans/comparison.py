"""Two versions of a plan, article by article."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from qinglan.plans.models import Article, Quantity, Version

Change = Literal["same", "changed", "new", "gone"]
ALIKE = 0.5
"""Headings that share at least so much are the same article."""

_NUMERAL = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十百零\d]+[）)]|第[一二三四五六七八九十百零\d]+条|[一二三四五六七八九十百\d]+[、.．])\s*"
)


@dataclass(frozen=True)
class Segment:
    """A run of text that stands in both versions, only in the old, or only in the new one."""

    kind: Literal["both", "old", "new"]
    text: str


@dataclass(frozen=True)
class ItemPair:
    """A target or rule in the old and the new version; None where it is missing."""

    old: Quantity | None
    new: Quantity | None

    @property
    def change(self) -> Change:
        """What happened to it."""
        if self.old is None:
            return "new"
        if self.new is None:
            return "gone"
        return "same" if _amount(self.old) == _amount(self.new) else "changed"


@dataclass(frozen=True)
class ArticlePair:
    """An article in the old and the new version, its text and items side by side."""

    old: Article | None
    new: Article | None
    segments: tuple[Segment, ...]
    items: tuple[ItemPair, ...]

    @property
    def change(self) -> Change:
        """What happened to it."""
        if self.old is None:
            return "new"
        if self.new is None:
            return "gone"
        same_items = all(item.change == "same" for item in self.items)
        same_text = all(segment.kind == "both" for segment in self.segments)
        return "same" if same_items and same_text and self.old.heading == self.new.heading else "changed"

    @property
    def has_moved(self) -> bool:
        """Whether it stands in both under another number or heading."""
        if self.old is None or self.new is None:
            return False
        return (self.old.number, self.old.heading) != (self.new.number, self.new.heading)

    @property
    def changed_items(self) -> tuple[ItemPair, ...]:
        """Items that are not the same in both."""
        return tuple(item for item in self.items if item.change != "same")


def compare(old: Version, new: Version) -> list[ArticlePair]:
    """All articles of both versions in the order of the new one; articles that are gone come where they were."""
    before = list(old.articles.prefetch_related("quantities").order_by("number"))
    after = list(new.articles.prefetch_related("quantities").order_by("number"))
    pairs = _match(before, after)
    matched = {pair[0].pk for pair in pairs if pair[0] is not None}
    result = [_pair(left, right) for left, right in pairs]
    for article in before:
        if article.pk not in matched:
            place = next(
                (
                    index
                    for index, pair in enumerate(result)
                    if pair.old is not None and pair.old.number > article.number
                ),
                len(result),
            )
            result.insert(place, _pair(article, None))
    return result


def _match(before: list[Article], after: list[Article]) -> list[tuple[Article | None, Article | None]]:
    left = list(before)
    pairs: list[tuple[Article | None, Article | None]] = []
    exact = {article.heading: article for article in before if article.heading}
    for article in after:
        twin = exact.get(article.heading) if article.heading else None
        if twin not in left:
            twin = max(left, key=lambda other: _likeness(other, article), default=None)
            if twin is not None and _likeness(twin, article) < ALIKE:
                twin = None
        if twin is not None:
            left.remove(twin)
        pairs.append((twin, article))
    return pairs


def _likeness(one: Article, other: Article) -> float:
    if one.number == other.number == 0:
        return 1.0
    headings = SequenceMatcher(None, one.heading, other.heading, autojunk=False).ratio()
    if one.heading and other.heading:
        return headings
    return 1.0 if one.number == other.number else 0.0


def _pair(old: Article | None, new: Article | None) -> ArticlePair:
    return ArticlePair(old, new, tuple(_segments(_text(old), _text(new))), tuple(_items(old, new)))


def _text(article: Article | None) -> str:
    """The text without the numeral before it: an article that only moved has not changed."""
    return _NUMERAL.sub("", article.text) if article else ""


def _segments(old: str, new: str) -> list[Segment]:
    left, right = _clauses(old), _clauses(new)
    segments: list[Segment] = []
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            segments.append(Segment("both", "".join(left[a:b])))
            continue
        if b > a:
            segments.append(Segment("old", "".join(left[a:b])))
        if d > c:
            segments.append(Segment("new", "".join(right[c:d])))
    return segments


def _clauses(text: str) -> list[str]:
    return re.findall(r"[^，。；、\n]*[，。；、\n]|[^，。；、\n]+$", text)


def _items(old: Article | None, new: Article | None) -> list[ItemPair]:
    left = [item for item in old.quantities.all() if item.counts] if old else []
    right = [item for item in new.quantities.all() if item.counts] if new else []
    pairs = []
    for item in right:
        same = [other for other in left if other.kind == item.kind]
        twin = next(
            (other for other in same if (other.indicator, _amount(other)) == (item.indicator, _amount(item))),
            None,
        )
        if twin is None:
            twin = max(same, key=lambda other: _alike(other, item), default=None)
            if twin is not None and _alike(twin, item) < ALIKE:
                twin = None
        if twin is not None:
            left.remove(twin)
        pairs.append(ItemPair(twin, item))
    return pairs + [ItemPair(item, None) for item in left]


def _alike(one: Quantity, other: Quantity) -> float:
    return SequenceMatcher(None, one.indicator, other.indicator, autojunk=False).ratio()


def _amount(item: Quantity) -> tuple[object, ...]:
    return (item.comparator, item.value, item.upper, item.unit, item.per, item.deadline, item.strength)
