"""What the search box finds: the stored documents of every app, in the reader's language."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from qinglan.kernel.measures.findable import INDICATOR
from qinglan.kernel.search.queries import find, words_of
from qinglan.plans.findable import ARTICLE, PLAN, RULE, TARGET

MOST = 30
"""So many hits of one kind are shown."""
AROUND = 40
"""Characters of an excerpt before and after the word that was found."""
KINDS = {
    PLAN: gettext_lazy("Plan"),
    TARGET: gettext_lazy("Target"),
    RULE: gettext_lazy("Rule"),
    ARTICLE: gettext_lazy("Article"),
    INDICATOR: gettext_lazy("Indicator"),
}


@dataclass(frozen=True)
class Hit:
    """One thing that was found: what it is, its title, where it leads, and the words around."""

    kind: str | Promise
    title: str
    url: str
    context: str
    excerpt: str = ""
    name: str = ""


def search(text: str) -> list[Hit]:
    """Everything public with all words of `text`: plans first, then targets, rules, articles, indicators."""
    words = words_of(text)
    return [
        Hit(KINDS[found.kind], found.title, found.url, found.context, excerpt(found.body, words), found.kind)
        for found in find(words, tuple(KINDS), MOST)
    ]


def excerpt(text: str, words: list[str]) -> str:
    """The words of `text` around the first of `words` that stands in it; "" where none does."""
    lower = text.lower()
    places = [place for word in words if (place := lower.find(word.lower())) >= 0]
    if not places:
        return ""
    start = max(0, min(places) - AROUND)
    end = min(places) + AROUND * 2
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}".replace(
        "\n", " "
    )
