"""A search in the market as the address says it, and its answer as the page shows it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.search import engine
from qinglan.market.findable import COLLECTIONS, tokens_of
from qinglan.market.lines import names_of
from qinglan.market.models import Mode, NeedKind
from qinglan.market.queries import published

PAGE = 10
DEEPEST = 500
"""Hits that can be paged to."""
FACETS = {
    "key_field": (gettext_lazy("Key field"), "key-fields"),
    "catalogue": (gettext_lazy("Green catalogue"), "green-catalogue"),
    "mode": (gettext_lazy("Mode"), ""),
    "territory": (gettext_lazy("Territory"), ""),
    "kind": (gettext_lazy("Kind of need"), ""),
}
SORTS: dict[str, dict[str, tuple[Any, engine.Sort | None]]] = {
    "technology": {
        "best": (gettext_lazy("Best match"), None),
        "new": (gettext_lazy("Newest first"), engine.Sort("published_on")),
        "trl": (gettext_lazy("Most ready first"), engine.Sort("trl")),
    },
    "need": {
        "best": (gettext_lazy("Best match"), None),
        "new": (gettext_lazy("Newest first"), engine.Sort("published_on")),
        "deadline": (gettext_lazy("Soonest deadline"), engine.Sort("deadline", descending=False)),
        "budget": (gettext_lazy("Highest budget"), engine.Sort("budget_max")),
    },
}


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    side: str
    text: str = ""
    chosen: dict[str, frozenset[str]] = field(default_factory=dict)
    level: int | None = None
    sort: str = "best"
    page: int = 1

    @property
    def says_something(self) -> bool:
        """Whether anything narrows it."""
        return bool(self.text or self.chosen or self.level)

    def address(self, **changes: Any) -> str:
        """The query of the address, such as ``q=…&mode=service``; what is left out here stands as it is."""
        query = QueryDict(mutable=True)
        query["what"] = "needs" if self.side == "need" else "technologies"
        if self.text:
            query["q"] = self.text
        for name, values in sorted(self.chosen.items()):
            query.setlist(name, sorted(values))
        if self.level:
            query["level"] = str(self.level)
        if self.sort != "best":
            query["sort"] = self.sort
        for name, value in changes.items():
            if value in ("", None):
                query.pop(name, None)
            else:
                query[name] = str(value)
        return query.urlencode()


@dataclass
class Found:
    """The answer: `rows` with their excerpts, `facets` with counts, and what may help where little was found."""

    rows: list[tuple[Any, list[tuple[str, bool]]]] = field(default_factory=list)
    total: int = 0
    facets: list[dict[str, Any]] = field(default_factory=list)
    instead: str = ""
    near: list[Any] = field(default_factory=list)
    fault: str = ""


def asked_by(query: QueryDict) -> Asked:
    """What the address says; what can't be understood is left out."""
    side = "need" if query.get("what") == "needs" else "technology"
    known = COLLECTIONS[side]
    chosen = {
        name: frozenset(value[:40] for value in query.getlist(name)[:20] if value)
        for name in FACETS
        if query.getlist(name) and known.field(name) is not None
    }
    level = query.get("level", "")
    page = query.get("page", "1")
    return Asked(
        side,
        query.get("q", "").replace("\0", "").strip()[:300],
        {name: values for name, values in chosen.items() if values},
        int(level) if level in {"1", "2", "3", "4", "5", "6", "7", "8", "9"} else None,
        query.get("sort", "best") if query.get("sort") in SORTS[side] else "best",
        min(int(page), DEEPEST // PAGE)
        if page.isascii() and page.isdecimal() and 0 < len(page) < 4 and page != "0"
        else 1,
    )


def filters_of(asked: Asked, *, besides: str = "") -> list[engine.Filter]:
    """The conditions of a search; a published need wants at least, a technology has."""
    found: list[engine.Filter] = [
        engine.OneOf(name, values) for name, values in asked.chosen.items() if name != besides
    ]
    if asked.level:
        name = "trl" if asked.side == "technology" else "trl_wanted"
        found.append(engine.Between(name, asked.level, None))
    return found


def question(asked: Asked, reader: frozenset[str]) -> engine.Search:
    """What the page asks the engine, as far as this engine can answer."""
    able = engine.capabilities()
    collection = COLLECTIONS[asked.side]
    facets = [name for name in FACETS if collection.field(name) is not None]
    return engine.Search(
        asked.text,
        reader=reader,
        filters=filters_of(asked),
        facets=facets if engine.Capability.FACETS in able else (),
        sort=SORTS[asked.side][asked.sort][1] if engine.Capability.SORT in able else None,
        limit=PAGE,
        offset=(asked.page - 1) * PAGE,
        excerpts=("problem", "body") if engine.Capability.EXCERPTS in able else (),
        counted=True,
        corrected=engine.Capability.CORRECTIONS in able,
    )


def find(asked: Asked, user: Any) -> Found:
    """Ask the engine for what `user` may see."""
    collection = COLLECTIONS[asked.side]
    reader = tokens_of(user)
    try:
        answer = engine.search(collection.name, question(asked, reader))
    except engine.BadQuery as bad:
        return Found(fault=str(bad))
    except engine.NotReady:
        return Found(fault=_("The index is being built. Try again in a minute, or use the list."))
    rows = _rows(asked.side, answer.ids)
    found = Found(
        [(rows[hit.id], _best(hit)) for hit in answer.hits if hit.id in rows],
        answer.total or 0,
        _facets(asked, answer),
        answer.instead,
    )
    if not found.rows and asked.text:
        hits = engine.similar(collection.name, asked.text, reader=reader, limit=5)
        near = _rows(asked.side, [hit.id for hit in hits])
        found.near = [near[hit.id] for hit in hits if hit.id in near]
    return found


def _rows(side: str, ids: list[str]) -> dict[str, Any]:
    """What is public of these now: the index may be a moment behind."""
    return {
        str(row.pk): row
        for row in published(side).filter(pk__in=[int(one) for one in ids]).defer("description")
    }


def _best(hit: engine.Hit) -> list[tuple[str, bool]]:
    """The excerpt in which most was found."""
    return list(
        max(hit.excerpts.values(), key=lambda parts: sum(marked for _text, marked in parts), default=())
    )


def _facets(asked: Asked, answer: engine.Answer) -> list[dict[str, Any]]:
    found = []
    values_of = {}
    for name, counts in answer.facets.items():
        chosen = asked.chosen.get(name, frozenset())
        values_of[name] = [
            *counts,
            *((value, 0) for value in sorted(chosen - {value for value, _count in counts})),
        ]
    words_of = _words({name: [value for value, _count in values] for name, values in values_of.items()})
    for name, values in values_of.items():
        chosen = asked.chosen.get(name, frozenset())
        words = words_of[name]
        if values:
            found.append(
                {
                    "name": name,
                    "label": FACETS[name][0],
                    "options": [
                        {
                            "value": value,
                            "words": words.get(value, value),
                            "count": count,
                            "chosen": value in chosen,
                        }
                        for value, count in values
                    ],
                }
            )
    return found


def _words(values_of: dict[str, list[str]]) -> dict[str, dict[str, str]]:
    """For each facet the words of its values; those that stand in lists of codes with one query."""
    listed = {name: FACETS[name][1] for name in values_of if FACETS[name][1]}
    names = names_of([(family, value) for name, family in listed.items() for value in values_of[name]])
    found: dict[str, dict[str, str]] = {}
    for name, values in values_of.items():
        if name in listed:
            family = listed[name]
            found[name] = {value: names[family, value] for value in values if (family, value) in names}
        elif name == "territory":
            rows = Territory.objects.filter(code__in=values) if values else ()
            found[name] = {row.code: row.name for row in rows}
        else:
            labels = dict((Mode if name == "mode" else NeedKind).choices)
            found[name] = {value: str(labels[value]) for value in values if value in labels}
    return found


def since(asked: Asked, user: Any, day: date, limit: int = 20) -> list[Any]:
    """What became public on `day` or later and fits a saved search, the newest first."""
    search = engine.Search(
        asked.text,
        reader=tokens_of(user),
        filters=[*filters_of(asked), engine.Between("published_on", day, None)],
        limit=limit,
    )
    answer = engine.search(COLLECTIONS[asked.side].name, search)
    rows = _rows(asked.side, answer.ids)
    return [rows[one] for one in answer.ids if one in rows]
