"""A row behind a target's figure, as a line of a table."""

from dataclasses import dataclass

from qinglan.kernel.measures.disclosure import VisibleRow
from qinglan.kernel.measures.units import amount_words


@dataclass(frozen=True)
class CountedRow:
    """What was looked at, as the reader may see it."""

    row: VisibleRow

    @property
    def figure(self) -> str:
        """Its amount with the unit in the reader's language, or the word for withheld."""
        return self.row.amount if self.row.value is None else amount_words(self.row.value, self.row.unit)

    @property
    def place(self) -> str:
        """Territory and level, as far as they say more than the name."""
        territory = "" if self.row.territory == self.row.subject else self.row.territory
        return " · ".join(part for part in (territory, self.row.level) if part)
