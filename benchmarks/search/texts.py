"""The texts that both engines index: sentences of real abstracts put together anew, or made-up ones.

With ``../shared/data/csl`` the sentences are those of its abstracts and the queries its keywords and titles;
without it, words of a fixed vocabulary drawn by Zipf's law stand in, and the report says so.
"""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CSL = Path(__file__).resolve().parents[3] / "shared" / "data" / "csl"
_END = re.compile(r"(?<=[。；;!？.])")
FIELDS = 20
TERRITORIES = 40
MODES = "abcdefg"
LEVELS = 9


@dataclass(frozen=True)
class Row:
    """A document: its number, text, and values of four facets."""

    number: int
    text: str
    field: str
    territory: str
    modes: tuple[str, ...]
    level: int


@dataclass(frozen=True)
class Source:
    """Sentences to build documents of, and texts to make queries of."""

    origin: str
    sentences: list[str]
    keywords: list[str]
    titles: list[str]


def source() -> Source:
    """The abstracts, or made-up sentences."""
    if not (CSL / "corpus.jsonl").exists():
        return _made_up()
    abstracts = [json.loads(line)["text"] for line in (CSL / "corpus.jsonl").open(encoding="utf-8")]
    queries = [json.loads(line) for line in (CSL / "queries.jsonl").open(encoding="utf-8")]
    sentences = [part for text in abstracts for part in _END.split(text) if len(part) > 8]
    return Source(
        "sentences of the CSL abstracts",
        sentences,
        [one["query"] for one in queries if one["type"] == "keywords"],
        [one["query"] for one in queries if one["type"] == "title"]
        + [text.split("。")[0] for text in abstracts],
    )


def _made_up() -> Source:
    rng = random.Random(5)  # noqa: S311 - no secret
    words = ["".join(chr(rng.randint(0x4E00, 0x9F00)) for _ in range(2)) for _ in range(30_000)]
    weights = [1 / (place + 1) for place in range(len(words))]

    def texts(count: int, least: int, most: int) -> list[str]:
        return [" ".join(rng.choices(words, weights, k=rng.randint(least, most))) for _ in range(count)]

    return Source("made-up words", texts(40_000, 15, 40), texts(3000, 3, 6), texts(6000, 9, 18))


def rows(origin: Source, count: int) -> Iterator[Row]:
    """`count` documents of three to six sentences each; facets fall off as real ones do."""
    rng = random.Random(7)  # noqa: S311 - no secret
    fields = [f"f{number:02}" for number in range(FIELDS)]
    territories = [f"50{number:04}" for number in range(TERRITORIES)]
    fall = [1 / (place + 1) for place in range(TERRITORIES)]
    for number in range(count):
        yield Row(
            number,
            "".join(rng.choices(origin.sentences, k=rng.randint(3, 6))),
            rng.choices(fields, fall[:FIELDS])[0],
            rng.choices(territories, fall)[0],
            tuple(sorted(rng.sample(MODES, rng.randint(1, 3)))),
            rng.randint(1, LEVELS),
        )
