"""Search over what everybody may read: plans, articles, targets and indicators."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel.measures.models import Indicator
from qinglan.plans.models import Article, Quantity, QuantityKind, Version
from qinglan.plans.queries import published_version, visible_plans

MOST = 30
"""So many hits of one kind are shown."""
AROUND = 40
"""Characters of an excerpt before and after the word that was found."""


@dataclass(frozen=True)
class Hit:
    """One thing that was found: what it is, its title, where it leads, and the words around."""

    kind: str | Promise
    title: str
    url: str
    context: str
    excerpt: str = ""


def words_of(text: str) -> list[str]:
    """The words of a query, at most six; all of them must be found."""
    return text.replace("\x00", "").split()[:6]


def search(text: str, user: Any) -> list[Hit]:
    """Everything public (of plans, what `user` may see of their published versions) with all words of `text`."""
    words = words_of(text)
    if not words:
        return []
    versions = [version for plan in visible_plans(user) if (version := published_version(plan)) is not None]
    return [
        *_plans(words, versions),
        *_targets(words, versions),
        *_articles(words, versions),
        *_indicators(words),
    ]


def _all(words: list[str], *fields: str) -> Q:
    found = Q()
    for word in words:
        one = Q()
        for field in fields:
            one |= Q(**{f"{field}__icontains": word})
        found &= one
    return found


def _plans(words: list[str], versions: list[Version]) -> list[Hit]:
    return [
        Hit(gettext_lazy("Plan"), version.plan.name, version.plan.get_absolute_url(), version.plan.city)
        for version in versions
        if all(word.lower() in f"{version.plan.title} {version.plan.title_en}".lower() for word in words)
    ]


def _targets(words: list[str], versions: list[Version]) -> list[Hit]:
    rows = (
        Quantity.objects.filter(_all(words, "indicator", "indicator_en", "quote"), version__in=versions)
        .exclude(decision="dropped")
        .select_related("version__plan__territory", "article")
        .order_by("version", "article__number", "position")[:MOST]
    )
    return [
        Hit(
            gettext_lazy("Target") if row.kind == QuantityKind.TARGET else gettext_lazy("Rule"),
            row.name,
            row.get_absolute_url()
            if row.kind == QuantityKind.TARGET
            else _article(row.article, row.version, row.slug),
            row.version.plan.city,
            row.quote,
        )
        for row in rows
    ]


def _articles(words: list[str], versions: list[Version]) -> list[Hit]:
    fields = ("heading", "heading_en", "summary_zh", "summary_en", "text")
    rows = (
        Article.objects.filter(_all(words, *fields), version__in=versions)
        .select_related("version__plan__territory")
        .order_by("version", "number")[:MOST]
    )
    return [
        Hit(
            gettext_lazy("Article"),
            str(row) or _("Preamble"),
            _article(row, row.version),
            row.version.plan.city,
            excerpt(row.text or row.summary, words) or excerpt(row.summary, words),
        )
        for row in rows
    ]


def _indicators(words: list[str]) -> list[Hit]:
    rows = Indicator.objects.filter(_all(words, "name_zh", "name_en", "definition_zh", "definition_en"))[
        :MOST
    ]
    return [
        Hit(
            gettext_lazy("Indicator"),
            row.name,
            reverse("measures:list"),
            row.form_number,
            excerpt(row.definition, words),
        )
        for row in rows
    ]


def _article(row: Article, version: Version, anchor: str = "") -> str:
    address = reverse("plans:article", args=[version.plan.slug, row.number])
    return f"{address}#{anchor}" if anchor else address


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
