"""Small cells of a statistic: suppressed, and so that nobody can compute them from what is left.

Cells that count fewer than three units are withheld (primary suppression). Since totals are
published, further cells have to go (complementary suppression): a table with totals is a set of
equations, one for each row and column. Seen as a graph, with rows and columns as points and
withheld cells as edges between them, a withheld cell can be computed exactly when its edge is a
bridge, that is, lies on no cycle. So each edge is put on a cycle, by the cheapest path.

What is withheld in a line must also add up to at least three units, or its sum would tell.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

SMALLEST = 3
"""Units below which a cell is withheld."""
_MARGIN = 10**9
"""What withholding a total costs against withholding cells: totals go last."""

Cell = tuple[int, int]


@dataclass(frozen=True)
class Suppressed:
    """A table as it may be published; None stands for a withheld cell."""

    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None


def suppress(counts: Sequence[Sequence[int]], *, smallest: int = SMALLEST) -> Suppressed:
    """The table of `counts` (rows of equal length) with its totals, as it may be published.

    Zero is shown: nobody is behind it. Raises ValueError for an uneven, empty or negative table.
    """
    if not counts or not counts[0] or len({len(row) for row in counts}) != 1:
        raise ValueError("the table is empty or its rows differ in length")
    if any(value < 0 for row in counts for value in row):
        raise ValueError("a count is negative")
    table = [[*row, sum(row)] for row in counts]
    table.append([sum(column) for column in zip(*table, strict=True)])
    withheld = {(r, c) for r, row in enumerate(table) for c, value in enumerate(row) if 0 < value < smallest}
    while True:
        exposed = _exposed(table, withheld)
        if exposed is not None:
            withheld |= set(_cheapest_cycle(table, withheld, exposed))
            continue
        more = _too_small(table, withheld, smallest)
        if more is None:
            break
        withheld.add(more)
    return _published(table, withheld)


def suppress_list(
    counts: Sequence[int], *, smallest: int = SMALLEST
) -> tuple[tuple[int | None, ...], int | None]:
    """A single list with its total: the counts and the total as they may be published."""
    withheld = {place for place, value in enumerate(counts) if 0 < value < smallest}
    total = sum(counts)
    if not withheld:
        return tuple(counts), total if total == 0 or total >= smallest else None
    others = sorted(
        (place for place in range(len(counts)) if place not in withheld and counts[place]),
        key=counts.__getitem__,
    )
    while len(withheld) < 2 or sum(counts[place] for place in withheld) < smallest:
        if not others:
            return tuple(None if p in withheld else v for p, v in enumerate(counts)), None
        withheld.add(others.pop(0))
    return tuple(None if place in withheld else value for place, value in enumerate(counts)), total


def _published(table: list[list[int]], withheld: set[Cell]) -> Suppressed:
    shown = [
        [None if (r, c) in withheld else value for c, value in enumerate(row)] for r, row in enumerate(table)
    ]
    return Suppressed(
        cells=tuple(tuple(row[:-1]) for row in shown[:-1]),
        row_totals=tuple(row[-1] for row in shown[:-1]),
        column_totals=tuple(shown[-1][:-1]),
        total=shown[-1][-1],
    )


def _exposed(table: list[list[int]], withheld: set[Cell]) -> Cell | None:
    """A withheld cell that can be computed from the others; None where there is none."""
    return next((cell for cell in sorted(withheld) if not _has_detour(withheld, cell)), None)


def _has_detour(withheld: set[Cell], cell: Cell) -> bool:
    """Whether row and column of `cell` are joined by other withheld cells."""
    rows, columns, reached = {cell[0]}, set[int](), True
    others = withheld - {cell}
    while reached:
        new_columns = {c for r, c in others if r in rows} - columns
        new_rows = {r for r, c in others if c in columns | new_columns} - rows
        columns |= new_columns
        rows |= new_rows
        reached = bool(new_columns or new_rows)
    return cell[1] in columns


def _cheapest_cycle(table: list[list[int]], withheld: set[Cell], cell: Cell) -> list[Cell]:
    """The cells that put `cell` on a cycle at the lowest sum of what is newly withheld (Dijkstra)."""
    height, width = len(table), len(table[0])

    def cost(other: Cell) -> int:
        if other in withheld:
            return 0
        margin = other[0] == height - 1 or other[1] == width - 1
        # An empty cell hides little, since readers may guess that it is empty: take it late.
        return (_MARGIN if margin else 0) + (table[other[0]][other[1]] or 10**6) + 1

    start, goal = ("row", cell[0]), ("column", cell[1])
    best: dict[tuple[str, int], int] = {start: 0}
    came: dict[tuple[str, int], tuple[tuple[str, int], Cell]] = {}
    queue = [(0, start)]
    while queue:
        so_far, point = heapq.heappop(queue)
        if point == goal or so_far > best[point]:
            continue
        kind, place = point
        for other in range(width if kind == "row" else height):
            edge = (place, other) if kind == "row" else (other, place)
            if edge == cell:
                continue
            next_point = ("column" if kind == "row" else "row", other)
            price = so_far + cost(edge)
            if price < best.get(next_point, price + 1):
                best[next_point] = price
                came[next_point] = (point, edge)
                heapq.heappush(queue, (price, next_point))
    path, point = [], goal
    while point != start:
        point, edge = came[point]
        path.append(edge)
    return path


def _too_small(table: list[list[int]], withheld: set[Cell], smallest: int) -> Cell | None:
    """A further cell to withhold in a line whose withheld cells add up to too little; None if none."""
    height, width = len(table), len(table[0])
    lines = [[(r, c) for c in range(width)] for r in range(height)]
    lines += [[(r, c) for r in range(height)] for c in range(width)]
    for line in lines:
        inner, margin = line[:-1], line[-1]
        gone = [cell for cell in inner if cell in withheld]
        if not gone or margin in withheld or sum(table[r][c] for r, c in gone) >= smallest:
            continue
        left = [cell for cell in inner if cell not in withheld and table[cell[0]][cell[1]]]
        return min(left, key=lambda cell: table[cell[0]][cell[1]]) if left else margin
    return None
