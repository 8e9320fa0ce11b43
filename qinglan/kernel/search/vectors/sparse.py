"""Sparse matrices by rows, with the two products that training needs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
_AT_ONCE = 100_000
"""Entries multiplied at once: bounds the memory."""


@dataclass(frozen=True)
class Rows:
    """Row r holds `values[starts[r]:starts[r + 1]]` in the columns `columns[…]`."""

    starts: Ints
    columns: Ints
    values: Floats
    width: int

    @property
    def height(self) -> int:
        """How many rows."""
        return len(self.starts) - 1

    def times(self, dense: Floats) -> Floats:
        """The product with `dense`, whose rows are our columns."""
        result = np.zeros((self.height, dense.shape[1]), np.float32)
        begin = 0
        while begin < self.height:
            limit = int(self.starts[begin]) + _AT_ONCE
            end = max(begin + 1, int(np.searchsorted(self.starts, limit, "right")) - 1)
            first, last = int(self.starts[begin]), int(self.starts[end])
            if last > first:
                part = dense[self.columns[first:last]] * self.values[first:last, None]
                filled = np.flatnonzero(np.diff(self.starts[begin : end + 1]))
                result[begin + filled] = np.add.reduceat(part, self.starts[begin + filled] - first, axis=0)
            begin = end
        return result

    def turned(self) -> "Rows":
        """Columns as rows."""
        order = np.argsort(self.columns, kind="stable")
        rows = np.repeat(np.arange(self.height), np.diff(self.starts))
        counts = np.bincount(self.columns, minlength=self.width)
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        return Rows(starts, rows[order].astype(np.int64), self.values[order], self.height)
