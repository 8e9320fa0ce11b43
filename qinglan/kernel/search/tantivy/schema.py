"""The fields of an index and what they are for.

| name | holds |
|---|---|
| `id` | the document's id |
| `words` | the tokens of all texts, each text's as often as its weight: BM25 over one field (BM25F) |
| `p_<text>` | a text's characters with their positions: phrases, field:words |
| `k_<keyword>` | the values: filters and facets |
| `s_<keyword>` | a digest of the set of values, read fast for many documents |
| `n_<number or date>` | the number, or the date's ordinal |
| `readers`, `hidden` | tokens of those who see the layer, and of those who see an inner one |
| `access` | `closed` unless everybody sees the layer |
| `s_audience` | a digest of `readers` and `hidden` |
| `row` | a digest of id and layer |
| `kept` | JSON: stamp, kept texts and what the digests were made of |
| `vector` | the layer's direction in the space of meanings, a byte for each dimension |
"""

import tantivy

from qinglan.kernel.search.engine.collections import Collection
from qinglan.kernel.search.engine.fields import Date, Integer, Keyword, Text

VERSION = 3
"""Of this layout: another one needs another index."""
CLOSED = "closed"
VECTOR = "vector"
"""What an entry lacks while its vector is still to be made."""
SPLIT = "split"
"""Name of the analyser that splits at spaces: the tokens are made here, not there."""


def schema(collection: Collection) -> tantivy.Schema:
    """The schema of a collection's index."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name=SPLIT, index_option="freq")
    for field in collection.fields:
        match field:
            case Text(name):
                builder.add_text_field(f"p_{name}", tokenizer_name=SPLIT, index_option="position")
            case Keyword(name):
                builder.add_text_field(f"k_{name}", fast=True, tokenizer_name="raw", index_option="basic")
                builder.add_integer_field(f"s_{name}", fast=True)
            case Integer(name) | Date(name):
                builder.add_integer_field(f"n_{name}", indexed=True, fast=True)
    for name in ("readers", "hidden", "access", "lacks"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("s_audience", fast=True)
    builder.add_integer_field("row", indexed=True, fast=True)
    builder.add_bytes_field("kept", stored=True)
    builder.add_bytes_field("vector", stored=True)
    return builder.build()


def prepare(index: tantivy.Index) -> None:
    """What an open index needs before it is used."""
    split = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(SPLIT, split)
    index.config_reader("manual")
