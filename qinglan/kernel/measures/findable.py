"""What of the indicators everybody may find: all of them, with their definitions."""

from django.urls import reverse

from qinglan.kernel.measures.models import Indicator
from qinglan.kernel.measures.recorded import CHANGED, key_of
from qinglan.kernel.search.sources import Document, Source, register_source

INDICATOR = "indicator"


def _keys() -> list[str]:
    return [key_of(indicator) for indicator in Indicator.objects.all()]


def _documents(key: str) -> list[Document]:
    pack, _dot, slug = key.rpartition(".")
    return [
        Document(INDICATOR, reverse("measures:list"), row.name, row.form_number, row.definition)
        for row in Indicator.objects.filter(pack=pack, slug=slug)
    ]


register_source(Source("measures", frozenset({CHANGED}), _keys, _documents))
