"""``scoring.yaml``: typed scorers, weights, grades; all in Decimal, no scripts."""

from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from qinglan.kernel.rulebook.packs import ExactNumber, Strict, Text
from qinglan.programmes.definition.manifest import Basis
from qinglan.programmes.definition.questions import Identifier


class Band(Strict):
    """From `at_least` on (included), `marks`."""

    at_least: ExactNumber
    marks: ExactNumber


class Steps(Strict):
    """A table of thresholds: the marks of the highest band that `input` reaches, none below the lowest."""

    kind: Literal["steps"]
    input: str
    bands: tuple[Band, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _rising(self) -> "Steps":
        if any(high.at_least <= low.at_least for low, high in pairwise(self.bands)):
            raise ValueError("each band begins at a higher number than the one before")
        return self


class LinearScore(Strict):
    """Linear between `base` and `leading`, held at 0 and the full marks; inverse where leading is below base.

    Where values differ by industry, `base_from` and `leading_from` name the numbers that hold instead (asked, or
    looked up by a choice); while they aren't known, or are the same, neither is the line.
    """

    kind: Literal["linear"]
    input: str
    base: ExactNumber
    leading: ExactNumber
    base_from: str | None = None
    leading_from: str | None = None

    @model_validator(mode="after")
    def _apart(self) -> "LinearScore":
        if self.base == self.leading:
            raise ValueError("base and leading value are the same")
        return self


class RatioScore(Strict):
    """Marks times input / leading (or leading / input where `inverse`), at most `cap` times the marks."""

    kind: Literal["ratio"]
    input: str
    leading: ExactNumber = Field(gt=0)
    inverse: bool = False
    cap: ExactNumber | None = Decimal(1)


class YesNoScore(Strict):
    """Full marks where the condition holds; unknown where an answer is missing."""

    kind: Literal["yes_no"]
    condition: str


class Level(Strict):
    """One level of a choice and its share of the full marks (0 to 1)."""

    option: str
    share: ExactNumber


class StarScore(Strict):
    """Marks by the level chosen in `input`."""

    kind: Literal["levels"]
    input: str
    levels: tuple[Level, ...] = Field(min_length=1)


class ExpertScore(Strict):
    """Marks by experts, 0 to the full marks; the mean without the `trim` highest and lowest."""

    kind: Literal["expert"]
    trim: int = Field(0, ge=0, le=3)
    guide: Text | None = None


Scorer = Annotated[
    Steps | LinearScore | RatioScore | YesNoScore | StarScore | ExpertScore, Field(discriminator="kind")
]


class Item(Strict):
    """One line of the score: full `marks` and the scorer. Of items with the same `best_of` the best counts.

    Where `applies_when` is false the line doesn't apply: no marks, and none could have been had.
    """

    id: str = Field(pattern=Identifier)
    text: Text
    marks: ExactNumber
    scorer: Scorer
    basis: Basis | None = None
    best_of: str | None = None
    applies_when: str | None = None


class Group(Strict):
    """A first-level indicator. With `weight`, its marks (out of the sum of its items') are scaled to it.

    The items named in `required` must each reach full marks, or they all count zero.
    """

    id: str = Field(pattern=Identifier)
    text: Text
    weight: ExactNumber | None = None
    items: tuple[Item, ...] = Field(min_length=1)
    required: tuple[str, ...] = ()


class Grade(Strict):
    """A grade reached at `at_least` points; `passes` says whether the case goes on."""

    id: str = Field(pattern=Identifier)
    text: Text
    at_least: ExactNumber
    passes: bool


class Shortcut(Strict):
    """A condition under which the score isn't needed: the case has the grade at once."""

    id: str = Field(pattern=Identifier)
    text: Text
    condition: str
    grade: str
    basis: Basis | None = None


class ScoringFile(Strict):
    """The whole file.

    Each line is rounded half up to `line_places`, each group and the total to `places`, so that what is printed
    adds up. `sum` adds the groups; with `rescale` items that don't apply are taken out and the rest is scaled
    to `total`. `mean` is the sum of all lines divided by the number of items that apply, times one hundred.
    `minimum` names marks that an item or group must reach; below it the best grade that doesn't pass is given.
    """

    total: ExactNumber
    combine: Literal["sum", "mean"] = "sum"
    places: int = Field(2, ge=0, le=6)
    line_places: int = Field(2, ge=0, le=8)
    rescale: bool = False
    groups: tuple[Group, ...] = Field(min_length=1)
    grades: tuple[Grade, ...] = Field(min_length=1)
    shortcuts: tuple[Shortcut, ...] = ()
    minimum: dict[str, ExactNumber] = Field(default_factory=dict)
