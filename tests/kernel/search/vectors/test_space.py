"""The space of meanings: the products that train it, and that words of like company lie together."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglan.kernel.search.vectors import sparse
from qinglan.kernel.search.vectors.mixing import mixed
from qinglan.kernel.search.vectors.space import LEAST_RECORDS, Space, pack, train, unpack
from qinglan.kernel.search.vectors.telling import telling


@given(
    st.lists(st.lists(st.integers(0, 6), max_size=5, unique=True), min_size=1, max_size=8),
    st.integers(1, 9),
)
def test_products_agree_with_those_of_full_matrices(rows: list[list[int]], at_once: int) -> None:
    kept, sparse._AT_ONCE = sparse._AT_ONCE, at_once
    try:
        starts = np.cumsum([0, *map(len, rows)]).astype(np.int64)
        columns = np.array([column for row in rows for column in row], np.int64)
        values = np.arange(1, len(columns) + 1, dtype=np.float32)
        matrix = sparse.Rows(starts, columns, values, 7)
        full = np.zeros((len(rows), 7), np.float32)
        for place, row in enumerate(rows):
            full[place, row] = values[starts[place] : starts[place + 1]]
        dense = np.arange(21, dtype=np.float32).reshape(7, 3)
        assert np.allclose(matrix.times(dense), full @ dense)
        other = np.arange(len(rows) * 2, dtype=np.float32).reshape(len(rows), 2)
        assert np.allclose(matrix.turned().times(other), full.T @ other)
    finally:
        sparse._AT_ONCE = kept


def records(count: int) -> list[list[str]]:
    """Records of two topics, whose words never meet, except that words of one topic do so by turns."""
    random = np.random.default_rng(1)
    topics = [[f"{name}{number}" for number in range(60)] for name in "ab"]
    return [[str(word) for word in random.choice(topics[number % 2], 12)] for number in range(count)]


def test_words_of_one_topic_lie_together(tmp_path: Path) -> None:
    space = train(records(800), dimensions=2)
    assert space is not None
    first, same, other = (space.vector([word]) for word in ("a1", "a2", "b1"))
    assert first @ same > 0.5 > 0.2 > first @ other
    space.save(tmp_path / "space.npz")
    read = Space.load(tmp_path / "space.npz")
    assert read is not None
    assert np.array_equal(read.vector(["a1", "b2"]), space.vector(["a1", "b2"]))
    assert not space.vector(["unknown"]).any()


def test_few_records_make_no_space(tmp_path: Path) -> None:
    assert train(records(LEAST_RECORDS - 1)) is None
    assert Space.load(tmp_path / "none.npz") is None


def test_packed_vectors_keep_their_direction() -> None:
    vector = np.array([0.6, -0.8, 0.0], np.float32)
    found = unpack([pack(vector), b""], 3)
    assert found[0] @ vector == pytest.approx(1, abs=1e-4)
    assert not found[1].any()


def test_meaning_moves_what_words_alone_would_put_last() -> None:
    wanted = np.array([1, 0], np.float32)
    vectors = np.array([[1, 0], [0, 1], [0.9, 0.1]], np.float32)
    scores = mixed(np.array([0.5, 1.0, 0.4], np.float32), wanted, vectors)
    assert list(np.argsort(-scores)) == [0, 2, 1]


def test_the_telling_words_are_rare_and_frequent_ones() -> None:
    frequency = {"的": 1000, "脱硝": 10}
    found = telling(["的", "脱硝", "脱硝", "新词"], lambda token: frequency.get(token, 0), 1000)
    assert (list(found), found["的"]) == (["脱硝", "的"], 1.0)
    assert found["脱硝"] == pytest.approx(1.6931, abs=1e-3)
