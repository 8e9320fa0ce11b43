"""A case's score: every line with its reason, groups, total, grade; a range where something is unknown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from typing import Any

from qinglan.kernel.rulebook import conditions
from qinglan.kernel.rulebook.conditions import Answer, Truth
from qinglan.kernel.rulebook.packs import Text
from qinglan.programmes.definition.scoring import Grade, Group, ScoringFile
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.judging.derived import PRECISION
from qinglan.programmes.judging.lines import ZERO, Line, line
from qinglan.programmes.judging.naming import behind, lacking
from qinglan.programmes.judging.words import rounded


@dataclass(frozen=True, slots=True)
class GroupScore:
    """A group: the sum of its lines that count (`low` to `high`), out of `full`, weighted where it has a weight."""

    id: str
    text: Text
    low: Decimal
    high: Decimal
    full: Decimal


@dataclass(frozen=True, slots=True)
class Score:
    """A score between `low` and `high`; the same where every line is known.

    `grade` is None while it isn't certain: then it lies between `lowest_grade` and `highest_grade`.
    `shortcut` is the shortcut that gives the grade without the score. `unknown` are the items that aren't
    known, `open_shortcuts` the shortcuts that aren't.
    """

    low: Decimal
    high: Decimal
    full: Decimal
    lines: tuple[Line, ...]
    groups: tuple[GroupScore, ...]
    grade: str | None
    lowest_grade: str
    highest_grade: str
    passes: bool | None
    shortcut: str | None = None
    open_shortcuts: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def total(self) -> Decimal | None:
        """The total; None while it is a range."""
        return self.low if self.low == self.high else None

    def stored(self) -> dict[str, Any]:
        """As JSON, numbers as exact text."""
        return {
            "low": str(self.low),
            "high": str(self.high),
            "full": str(self.full),
            "lines": [one.stored() for one in self.lines],
            "groups": [
                {
                    "id": one.id,
                    "text": one.text.model_dump(),
                    "low": str(one.low),
                    "high": str(one.high),
                    "full": str(one.full),
                }
                for one in self.groups
            ],
            "grade": self.grade,
            "lowest_grade": self.lowest_grade,
            "highest_grade": self.highest_grade,
            "passes": self.passes,
            "shortcut": self.shortcut,
            "open_shortcuts": list(self.open_shortcuts),
            "unknown": list(self.unknown),
        }


def score(
    definition: Definition,
    values: Mapping[str, Answer],
    marks: Mapping[str, Sequence[str | Decimal]] | None = None,
) -> Score:
    """The score of a case: `values` of `values.values`, `marks` the experts' marks by item.

    Raises ValueError where the scheme has no scoring, or for a mark outside its item's range.
    """
    rules = definition.scoring
    if rules is None:
        raise ValueError(f"{definition.manifest.slug} has no scoring")
    with localcontext() as context:
        context.prec = PRECISION
        made = _score(rules, values, marks or {})
    if not made.unknown:
        return made
    return replace(made, lines=tuple(_explained(definition, values, one) for one in made.lines))


def _explained(definition: Definition, values: Mapping[str, Answer], one: Line) -> Line:
    """A line that isn't known names the missing answers in words; experts' marks stay as they are."""
    if not one.unknown or one.unknown == (one.id,):
        return one
    missing = behind(definition, values, one.unknown)
    return replace(one, unknown=missing, formula=lacking(definition, missing))


def _score(
    rules: ScoringFile, values: Mapping[str, Answer], marks: Mapping[str, Sequence[str | Decimal]]
) -> Score:
    lines: list[Line] = []
    groups: list[GroupScore] = []
    for group in rules.groups:
        made = [
            line(item, group.id, values, marks.get(item.id, ()), rules.line_places) for item in group.items
        ]
        if any(item.best_of for item in group.items):
            made = _best(group, made)
        if group.required:
            made = _required(group, made)
        lines += made
        groups.append(_group(group, made, rules.places))
    low, high, full = _total(rules, lines, groups)
    return _graded(rules, values, low, high, full, tuple(lines), tuple(groups))


def _best(group: Group, lines: list[Line]) -> list[Line]:
    """Of the lines with the same `best_of` the best counts; where that isn't certain, their range does."""
    found = list(lines)
    for name in dict.fromkeys(item.best_of for item in group.items if item.best_of):
        places = [place for place, item in enumerate(group.items) if item.best_of == name]
        best = max(places, key=lambda place: (lines[place].high, lines[place].low, -place))
        floor = max(lines[place].low for place in places)
        for place in places:
            found[place] = (
                replace(lines[place], low=max(lines[place].low, floor))
                if place == best
                else replace(lines[place], counts=False)
            )
    return found


def _required(group: Group, lines: list[Line]) -> list[Line]:
    """Where a required line certainly misses its full marks none of them counts; where it may, none for certain."""
    needed = [one for one in lines if one.id in group.required and one.applies]
    if any(one.high < one.full for one in needed):
        return [replace(one, counts=False) if one in needed else one for one in lines]
    if any(one.low < one.full for one in needed):
        return [replace(one, low=ZERO) if one in needed else one for one in lines]
    return lines


def _group(group: Group, lines: list[Line], places: int) -> GroupScore:
    counted = [one for one in lines if one.counts and one.applies]
    low = sum((one.low for one in counted), ZERO)
    high = sum((one.high for one in counted), ZERO)
    full = _full(group, lines)
    if group.weight is None:
        return GroupScore(group.id, group.text, low, high, full)
    if not full:
        return GroupScore(group.id, group.text, ZERO, ZERO, ZERO)
    return GroupScore(
        group.id,
        group.text,
        rounded(low / full * group.weight, places),
        rounded(high / full * group.weight, places),
        group.weight,
    )


def _full(group: Group, lines: list[Line]) -> Decimal:
    """The most that the group's items that apply can bring together; of a `best_of` the largest."""
    best: dict[str, Decimal] = {}
    full = ZERO
    for item, one in zip(group.items, lines, strict=True):
        if not one.applies:
            continue
        if item.best_of is None:
            full += item.marks
        else:
            best[item.best_of] = max(best.get(item.best_of, ZERO), item.marks)
    return full + sum(best.values(), ZERO)


def _total(
    rules: ScoringFile, lines: list[Line], groups: list[GroupScore]
) -> tuple[Decimal, Decimal, Decimal]:
    low = sum((one.low for one in groups), ZERO)
    high = sum((one.high for one in groups), ZERO)
    full = sum((one.full for one in groups), ZERO)
    if rules.combine == "mean":
        applying = sum(1 for one in lines if one.applies)
        if not applying:
            return ZERO, ZERO, rules.total
        low, high, full = low / applying * 100, high / applying * 100, rules.total
    elif rules.rescale and full and full != rules.total:
        low, high, full = low / full * rules.total, high / full * rules.total, rules.total
    return rounded(low, rules.places), rounded(high, rules.places), full


def grade_of(rules: ScoringFile, total: Decimal) -> Grade:
    """The grade of a total. The lowest grade takes everything below the others."""
    rising = sorted(rules.grades, key=lambda grade: grade.at_least)
    reached = [grade for grade in rising if total >= grade.at_least]
    return reached[-1] if reached else rising[0]


def _graded(
    rules: ScoringFile,
    values: Mapping[str, Answer],
    low: Decimal,
    high: Decimal,
    full: Decimal,
    lines: tuple[Line, ...],
    groups: tuple[GroupScore, ...],
) -> Score:
    lowest, highest = grade_of(rules, low), grade_of(rules, high)
    failed = [grade for grade in rules.grades if not grade.passes]
    if failed and rules.minimum:
        ranges = {one.id: (one.low, one.high) for one in groups} | {
            one.id: (one.low, one.high) if one.counts else (ZERO, ZERO) for one in lines
        }
        fallback = max(failed, key=lambda grade: grade.at_least)
        if any(ranges[name][0] < least for name, least in rules.minimum.items()):
            lowest = min(lowest, fallback, key=lambda grade: grade.at_least)
        if any(ranges[name][1] < least for name, least in rules.minimum.items()):
            highest = min(highest, fallback, key=lambda grade: grade.at_least)
    grades = {grade.id: grade for grade in rules.grades}
    taken, open_ones = None, []
    for shortcut in rules.shortcuts:
        truth = conditions.judge(shortcut.condition, values).truth
        better = grades[shortcut.grade].at_least > lowest.at_least
        if truth is Truth.TRUE and better and taken is None:
            taken = shortcut
        elif truth is Truth.UNKNOWN and better:
            open_ones.append(shortcut)
    if taken is not None:
        lowest = grades[taken.grade]
        highest = max(lowest, highest, key=lambda grade: grade.at_least)
    elif open_ones:
        possible = [grades[one.grade] for one in open_ones]
        highest = max([highest, *possible], key=lambda grade: grade.at_least)
    return Score(
        low=low,
        high=high,
        full=full,
        lines=lines,
        groups=groups,
        grade=lowest.id if lowest.id == highest.id else None,
        lowest_grade=lowest.id,
        highest_grade=highest.id,
        passes=lowest.passes if lowest.passes == highest.passes else None,
        shortcut=taken.id if taken else None,
        open_shortcuts=() if taken else tuple(one.id for one in open_ones),
        unknown=tuple(one.id for one in lines if one.unknown),
    )
