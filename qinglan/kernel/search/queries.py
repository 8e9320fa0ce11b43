"""Finding documents."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import get_language

from qinglan.kernel.search.folding import folded
from qinglan.kernel.search.models import StoredDocument

MOST_WORDS = 6


@dataclass(frozen=True)
class Found:
    """A document in the reader's language."""

    kind: str
    url: str
    title: str
    context: str
    body: str


def words_of(text: str) -> list[str]:
    """The words of a query, at most six; all of them must be found."""
    return text.replace("\x00", "").split()[:MOST_WORDS]


def find(words: Sequence[str], kinds: Sequence[str], at_most: int) -> list[Found]:
    """Documents that hold all of `words`, kind after kind, at most `at_most` of each."""
    if not words:
        return []
    english = get_language() == "en"
    return [_found(row, english) for kind in kinds for row in _matching(words).filter(kind=kind)[:at_most]]


def _matching(words: Sequence[str]) -> QuerySet[StoredDocument]:
    rows = StoredDocument.objects.order_by("source", "key", "position")
    for word in words:
        rows = rows.filter(words__contains=folded(word))
    return rows


def _found(row: StoredDocument, english: bool) -> Found:
    if english:
        return Found(row.kind, row.url, row.title_en, row.context_en, row.body_en)
    return Found(row.kind, row.url, row.title_zh, row.context_zh, row.body_zh)
