"""Nobody computes a withheld cell from what is published."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qinglan.kernel.disclosure.suppression import Suppressed, suppress, suppress_list

TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 9), min_size=width, max_size=width), min_size=1, max_size=5
    )
)


def whole(counts: list[list[int]]) -> list[list[int]]:
    table = [[*row, sum(row)] for row in counts]
    return [*table, [sum(column) for column in zip(*table, strict=True)]]


def shown(result: Suppressed) -> list[list[int | None]]:
    rows = [[*row, total] for row, total in zip(result.cells, result.row_totals, strict=True)]
    return [*rows, [*result.column_totals, result.total]]


def determined(published: list[list[int | None]]) -> set[tuple[int, int]]:
    """The attacker: solves the equations of rows and columns; the unknowns that have one solution."""
    unknown = [(r, c) for r, row in enumerate(published) for c, value in enumerate(row) if value is None]
    place = {cell: index for index, cell in enumerate(unknown)}
    height, width = len(published), len(published[0])
    lines = [[(r, c) for c in range(width)] for r in range(height)] + [
        [(r, c) for r in range(height)] for c in range(width)
    ]
    matrix = []
    for line in lines:
        row = [Fraction(0)] * len(unknown)
        for cell in line:
            if cell in place:
                row[place[cell]] = Fraction(-1 if cell == line[-1] else 1)
        matrix.append(row)
    pivots, rank = [], 0
    for column in range(len(unknown)):
        pivot = next((r for r in range(rank, len(matrix)) if matrix[r][column]), None)
        if pivot is None:
            continue
        matrix[rank], matrix[pivot] = matrix[pivot], matrix[rank]
        head = matrix[rank][column]
        matrix[rank] = [value / head for value in matrix[rank]]
        for r in range(len(matrix)):
            if r != rank and matrix[r][column]:
                factor = matrix[r][column]
                matrix[r] = [a - factor * b for a, b in zip(matrix[r], matrix[rank], strict=True)]
        pivots.append(column)
        rank += 1
    return {
        unknown[column] for row, column in enumerate(pivots) if sum(1 for value in matrix[row] if value) == 1
    }


def test_the_attacker_succeeds_without_complementary_suppression() -> None:
    table: list[list[int | None]] = [list(row) for row in whole([[1, 5], [7, 8]])]
    table[0][0] = None
    assert determined(table) == {(0, 0)}


@settings(max_examples=300, deadline=None)
@given(TABLES)
def test_no_withheld_cell_can_be_computed(counts: list[list[int]]) -> None:
    table, published = whole(counts), shown(suppress(counts))
    pairs = [
        (value, out)
        for row, given_row in zip(published, table, strict=True)
        for out, value in zip(row, given_row, strict=True)
    ]
    assert all(out is None for value, out in pairs if 0 < value < 3)
    assert all(out in (None, value) for value, out in pairs)
    assert determined(published) == set()


@settings(max_examples=200, deadline=None)
@given(TABLES)
def test_what_is_withheld_in_a_line_adds_up_to_three_or_its_total_is_withheld_too(
    counts: list[list[int]],
) -> None:
    table, published = whole(counts), shown(suppress(counts))
    for line in [
        *zip(published, table, strict=True),
        *zip(zip(*published, strict=True), zip(*table, strict=True), strict=True),
    ]:
        out, values = list(line[0]), list(line[1])
        gone = [
            value for shown_value, value in zip(out[:-1], values[:-1], strict=True) if shown_value is None
        ]
        assert not gone or out[-1] is None or sum(gone) >= 3


def test_a_table_without_small_cells_is_left_whole() -> None:
    assert suppress([[3, 0], [4, 9]]) == Suppressed(((3, 0), (4, 9)), (3, 13), (7, 9), 16)


def test_the_cheapest_cells_go() -> None:
    assert suppress([[1, 20, 5], [30, 40, 6], [50, 60, 70]]).cells == (
        (None, 20, None),
        (None, 40, None),
        (50, 60, 70),
    )


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([5, 6], ((5, 6), 11)),
        ([1, 6, 9], ((None, None, 9), 16)),
        ([1, 1, 0, 9], ((None, None, 0, None), 11)),
        ([1, 0], ((None, 0), None)),
        ([0, 0], ((0, 0), 0)),
        ([], ((), 0)),
    ],
)
def test_a_single_list(counts: list[int], expected: object) -> None:
    assert suppress_list(counts) == expected


@pytest.mark.parametrize("counts", [[], [[]], [[1], [1, 2]], [[-1]]])
def test_what_is_no_table_is_refused(counts: list[list[int]]) -> None:
    with pytest.raises(ValueError, match=r"table|negative"):
        suppress(counts)
