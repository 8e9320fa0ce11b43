"""Figures as they are shown and kept: plain data, with the names of fields and territories as they were then.

None stands for a number that is withheld, since fewer than three units lie behind it or behind another that
could be computed from it.
"""

from datetime import date

from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict


class Plain(BaseModel):
    """Immutable, and nothing but what is declared."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Named(Plain):
    """A field, territory, month or reason: its code ("" where none is said) and its names."""

    code: str
    zh: str
    en: str

    def __str__(self) -> str:
        return self.en if get_language() == "en" else self.zh


class Line(Plain):
    """How many there are of one stage (or kind of refusal), by column."""

    key: str
    cells: tuple[int | None, ...]


class Grid(Plain):
    """Counts of several stages over the same columns."""

    columns: tuple[Named, ...]
    lines: tuple[Line, ...]


class Took(Plain):
    """How many went from one stage to the next, and their middle time in seconds."""

    key: str
    count: int | None
    seconds: int | None


class Chosen(Plain):
    """What was asked for: legal days, both counted; the list of fields by which is counted."""

    first: date
    last: date
    family: str
    field: Named | None = None
    territory: Named | None = None


class Funnel(Plain):
    """The market from publication to agreement in one period."""

    chosen: Chosen
    totals: tuple[Line, ...]
    months: Grid
    fields: Grid
    territories: Grid
    times: tuple[Took, ...]
    refusals: tuple[Grid, ...]


class Place(Plain):
    """What stands in one territory, by field: needs that have a fitting technology, that have none, technologies."""

    territory: Named
    met: tuple[int | None, ...]
    unmet: tuple[int | None, ...]
    technologies: tuple[int | None, ...]


class Supply(Plain):
    """Supply and demand on one day, by field and territory; `whole` is that of all territories together."""

    on: date
    family: str
    fields: tuple[Named, ...]
    places: tuple[Place, ...]
    whole: Place
