"""A space of meanings: words that stand in like company lie in like directions.

Trained by a truncated singular value decomposition of the records' sublinear TF-IDF (Halko, Martinsson and
Tropp 2011, randomized subspace iteration). It needs no model from outside and knows the words of the field.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO

import numpy as np

from qinglan.kernel.search.vectors.sparse import Floats, Rows

DIMENSIONS = 256
LEAST_RECORDS = 500
"""With fewer records no directions can be told."""
MOST_RECORDS = 20_000
"""Records that are looked at; more hardly change the directions."""
MOST_WORDS = 60_000
LEAST_FREQUENCY = 3
COMMON = 0.3
"""A word in a larger share of the records says nothing."""
_ROUNDS = 3
_SPARE = 10
_BYTE = 127.0


@dataclass(frozen=True)
class Space:
    """`rows` gives each word's row of `directions`, already weighted by how rare the word is."""

    rows: dict[str, int]
    directions: Floats

    @property
    def dimensions(self) -> int:
        """Numbers in a vector."""
        return int(self.directions.shape[1])

    def vector(self, tokens: Sequence[str]) -> Floats:
        """The direction of a text, of length 1; zero when no word is known."""
        return self._sum(tokens, self.directions)

    def packed(self, tokens: Sequence[str]) -> bytes:
        """`vector` in a byte for each dimension; for many texts, so the directions are unpacked once."""
        return pack(self._sum(tokens, self._unpacked))

    @cached_property
    def _unpacked(self) -> Floats:
        return self.directions.astype(np.float32)

    def _sum(self, tokens: Sequence[str], directions: Floats) -> Floats:
        counts = Counter(row for token in tokens if (row := self.rows.get(token)) is not None)
        if not counts:
            return np.zeros(self.dimensions, np.float32)
        weights = 1 + np.log(np.fromiter(counts.values(), np.float32))
        return unit(weights @ directions[list(counts)].astype(np.float32, copy=False))

    def save(self, path: Path) -> None:
        """Write it beside an index."""
        with path.open("wb") as file:
            self.write(file)

    def write(self, file: IO[bytes]) -> None:
        """Write it."""
        words = json.dumps(sorted(self.rows, key=lambda word: self.rows[word]), ensure_ascii=False)
        np.savez(file, words=np.frombuffer(words.encode(), np.uint8), directions=self.directions)

    @classmethod
    def load(cls, path: Path) -> "Space | None":
        """The one that was saved, or None."""
        if not path.exists():
            return None
        with path.open("rb") as file:
            return cls.read(file)

    @classmethod
    def read(cls, file: IO[bytes]) -> "Space":
        """One that was written."""
        with np.load(file) as held:
            words = json.loads(held["words"].tobytes().decode())
            return cls({word: row for row, word in enumerate(words)}, held["directions"])


def unit(vectors: Floats) -> Floats:
    """Vectors (in the last axis) brought to length 1."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    result: Floats = (vectors / np.maximum(length, 1e-9)).astype(np.float32)
    return result


def pack(vector: Floats) -> bytes:
    """A vector of length 1 in a byte for each dimension, spread over the byte's range."""
    peak = float(np.abs(vector).max()) or 1.0
    packed: bytes = np.rint(vector / peak * _BYTE).astype(np.int8).tobytes()
    return packed


def unpack(packed: Sequence[bytes], dimensions: int) -> Floats:
    """Packed vectors as rows of length 1; one that is missing gives zeros."""
    empty = bytes(dimensions)
    joined = b"".join(one if len(one) == dimensions else empty for one in packed)
    return unit(np.frombuffer(joined, np.int8).reshape(-1, dimensions).astype(np.float32))


def train(records: Iterable[Sequence[str]], *, dimensions: int = DIMENSIONS, seed: int = 0) -> Space | None:
    """The space of `records` (their tokens), or None when they are too few."""
    counts = [Counter(tokens) for tokens in records]
    if len(counts) < LEAST_RECORDS:
        return None
    frequency = Counter(token for record in counts for token in record)
    usual = [
        (-found, token)
        for token, found in frequency.items()
        if LEAST_FREQUENCY <= found <= COMMON * len(counts)
    ]
    words = [token for _found, token in sorted(usual)[:MOST_WORDS]]
    if len(words) <= dimensions + _SPARE:
        return None
    rows = {word: row for row, word in enumerate(words)}
    rarity = np.array([np.log((1 + len(counts)) / (1 + frequency[word])) + 1 for word in words], np.float32)
    matrix = _matrix(counts, rows, rarity)
    strengths, axes = _axes(matrix, dimensions, seed)
    # The strongest axes tell what every record is about; the square root evens them out half-way.
    weighted = axes * rarity[:, None] / np.sqrt(np.maximum(strengths, 1e-6))[None, :]
    return Space(rows, weighted.astype(np.float16))


def _matrix(counts: Sequence[Counter[str]], rows: dict[str, int], rarity: Floats) -> Rows:
    columns: list[int] = []
    times: list[int] = []
    starts = [0]
    for record in counts:
        for token, found in record.items():
            row = rows.get(token)
            if row is not None:
                columns.append(row)
                times.append(found)
        starts.append(len(columns))
    where = np.array(columns, np.int64)
    begins = np.array(starts, np.int64)
    values = ((1 + np.log(np.array(times, np.float32))) * rarity[where]).astype(np.float32)
    of_row = np.repeat(np.arange(len(counts)), np.diff(begins))
    length = np.sqrt(np.bincount(of_row, values**2, len(counts)))
    values /= np.maximum(length, 1e-9)[of_row].astype(np.float32)
    return Rows(begins, where, values, len(rows))


def _axes(matrix: Rows, dimensions: int, seed: int) -> tuple[Floats, Floats]:
    """The singular values and the right singular vectors (as columns), the strongest first."""
    turned = matrix.turned()
    random = np.random.default_rng(seed)
    basis = random.standard_normal((matrix.width, dimensions + _SPARE)).astype(np.float32)
    for _round in range(_ROUNDS):
        across, _upper = np.linalg.qr(matrix.times(basis))
        basis, _upper = np.linalg.qr(turned.times(across.astype(np.float32)))
        basis = basis.astype(np.float32)
    _left, strengths, right = np.linalg.svd(matrix.times(basis), full_matrices=False)
    axes = basis @ right.T
    return strengths[:dimensions].astype(np.float32), axes[:, :dimensions].astype(np.float32)
