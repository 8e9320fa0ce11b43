"""Verbs: make the documents of a key anew, make all of them anew. They change nothing but the index."""

import itertools

from django.db import transaction
from django.utils import translation

from qinglan.kernel.database.turns import wait_turn
from qinglan.kernel.search.folding import folded
from qinglan.kernel.search.models import StoredDocument
from qinglan.kernel.search.sources import SOURCES, Document, Source


@transaction.atomic
def refresh(source: Source, key: str) -> int:
    """Make the documents of `key` anew from what is public now; how many there are.

    Two who do so at once wait for one another, so that the later state stays.
    """
    wait_turn("search", f"{source.name}:{key}")
    StoredDocument.objects.filter(source=source.name, key=key).delete()
    with translation.override("zh-hans"):
        chinese = list(source.documents(key))
    with translation.override("en"):
        english = list(source.documents(key))
    rows = [
        _row(source, key, position, zh, en)
        for position, (zh, en) in enumerate(zip(chinese, english, strict=True))
    ]
    StoredDocument.objects.bulk_create(rows, batch_size=500)
    return len(rows)


@transaction.atomic
def rebuild() -> int:
    """Make every document anew; how many there are. Readers see the old ones until the end."""
    stored = set(StoredDocument.objects.values_list("source", "key").distinct())
    for name, key in stored:
        if name not in SOURCES:
            StoredDocument.objects.filter(source=name, key=key).delete()
    total = 0
    for source in SOURCES.values():
        keys = {*source.keys(), *(key for name, key in stored if name == source.name)}
        total += sum(refresh(source, key) for key in sorted(keys))
    return total


def _row(source: Source, key: str, position: int, zh: Document, en: Document) -> StoredDocument:
    texts = itertools.chain.from_iterable((one.title, one.context, one.body) for one in (zh, en))
    return StoredDocument(
        source=source.name,
        key=key,
        position=position,
        kind=zh.kind,
        url=zh.url,
        title_zh=zh.title,
        title_en=en.title,
        context_zh=zh.context,
        context_en=en.context,
        body_zh=zh.body,
        body_en=en.body,
        words=folded("\n".join(dict.fromkeys(texts))),
    )
