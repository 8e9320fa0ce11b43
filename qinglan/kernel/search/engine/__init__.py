"""Full-text search over collections that the apps register. See docs/search.md.

An app says what can be found::

    # qinglan/<app>/findable.py, imported by the app's ready()
    from qinglan.kernel.search import engine

    TECHNOLOGIES = engine.register_collection(engine.Collection(
        name="technologies",
        fields=(
            engine.Text("title", weight=3), engine.Text("summary", weight=2), engine.Text("description"),
            engine.Keyword("field"), engine.Keyword("mode"), engine.Keyword("territory"),
            engine.Integer("trl"), engine.Date("published_on"),
        ),
        changes=frozenset({"market.technology-changed"}),  # whose key is the document's id
        read=documents_of, ids=every_id,
    ))

    def documents_of(ids):
        for one in queries.published().filter(pk__in=ids):
            yield engine.open_document(str(one.pk), {"title": one.title, "mode": one.modes, "trl": one.trl})

and looks for it::

    answer = engine.search("technologies", engine.Search(
        '水泥窑 "超低排放" -脱硝', reader=frozenset({"members", "org:12"}),
        filters=[engine.OneOf("mode", frozenset({"licence"})), engine.Between("trl", 6, 9)],
        facets=["field", "mode"], excerpts=["summary"], counted=True,
    ))
    answer.ids; answer.total; answer.facets["field"]  # [("6.1", 120), …]
    engine.similar("technologies", text=need_text, limit=50)
    engine.suggest("technologies", "ranshao")

The verb that changes a technology queues `outbox.enqueue("market.technology-changed", key=str(pk))`;
every node's follower reads the document anew and its index holds it within a second.
"""

from qinglan.kernel.search.engine.asking import (
    Answer,
    Between,
    Capability,
    Filter,
    Hit,
    Lacking,
    NotReady,
    OneOf,
    Search,
    Sort,
)
from qinglan.kernel.search.engine.collections import COLLECTIONS, Collection, register_collection
from qinglan.kernel.search.engine.documents import EVERYBODY, Document, Layer, open_document
from qinglan.kernel.search.engine.fields import Date, Integer, Keyword, Text
from qinglan.kernel.search.engine.installed import capabilities, search, similar, suggest, words
from qinglan.kernel.search.language.errors import BadQuery

__all__ = [
    "COLLECTIONS",
    "EVERYBODY",
    "Answer",
    "BadQuery",
    "Between",
    "Capability",
    "Collection",
    "Date",
    "Document",
    "Filter",
    "Hit",
    "Integer",
    "Keyword",
    "Lacking",
    "Layer",
    "NotReady",
    "OneOf",
    "Search",
    "Sort",
    "Text",
    "capabilities",
    "open_document",
    "register_collection",
    "search",
    "similar",
    "suggest",
    "words",
]
