"""Lines of a score: the marks of one item, and why, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from qinglan.kernel.rulebook import conditions
from qinglan.kernel.rulebook.conditions import Answer, Truth
from qinglan.kernel.rulebook.packs import Text
from qinglan.programmes.definition.scoring import (
    ExpertScore,
    Item,
    LinearScore,
    RatioScore,
    StarScore,
    Steps,
    YesNoScore,
)
from qinglan.programmes.judging.words import Words, rounded, shown

ZERO = Decimal(0)
NO_MARKS = Words("专家还没有打分", "no expert has given marks yet")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the score: between `low` and `high` of `full` marks; the same where all is known.

    `counts` is false where another item of the same `best_of` is better or a required item of the group isn't
    fulfilled; `applies` false where the item doesn't apply. `unknown` says what is missing.
    """

    id: str
    group: str
    text: Text
    low: Decimal
    high: Decimal
    full: Decimal
    formula: Words
    counts: bool = True
    applies: bool = True
    unknown: tuple[str, ...] = ()

    @property
    def marks(self) -> Decimal | None:
        """The marks; None while they aren't known."""
        return self.low if self.low == self.high else None

    def stored(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "id": self.id,
            "group": self.group,
            "text": self.text.model_dump(),
            "low": str(self.low),
            "high": str(self.high),
            "full": str(self.full),
            "formula": self.formula.stored(),
            "counts": self.counts,
            "applies": self.applies,
            "unknown": list(self.unknown),
        }


@dataclass(frozen=True, slots=True)
class Marks:
    """What a scorer gives: marks and the formula, or (None) what is missing."""

    marks: Decimal | None
    formula: Words
    missing: tuple[str, ...] = ()


def line(
    item: Item, group: str, values: Mapping[str, Answer], experts: Sequence[str | Decimal], places: int
) -> Line:
    """The line of `item`. Raises ValueError for an expert's mark outside 0 to the full marks."""
    if item.applies_when is not None:
        applies = conditions.judge(item.applies_when, values)
        if applies.truth is Truth.FALSE:
            formula = Words("不适用", "doesn't apply")
            return Line(item.id, group, item.text, ZERO, ZERO, item.marks, formula, applies=False)
        if applies.truth is Truth.UNKNOWN:
            formula = Words("是否适用待定", "not known whether it applies")
            return _open(item, group, formula, applies.missing + applies.errors, places)
    found = _marks(item, values, experts)
    if found.marks is None:
        return _open(item, group, found.formula, found.missing, places)
    marks = rounded(found.marks, places)
    return Line(item.id, group, item.text, marks, marks, item.marks, found.formula)


def most(item: Item) -> Decimal | None:
    """The most marks that the item can bring; None where a ratio isn't capped."""
    if isinstance(item.scorer, RatioScore):
        return None if item.scorer.cap is None else item.marks * item.scorer.cap
    return item.marks


def _open(item: Item, group: str, formula: Words, missing: tuple[str, ...], places: int) -> Line:
    """A line that isn't known: anything from nothing to the most that is possible."""
    high = rounded(most(item) or item.marks, places)
    return Line(item.id, group, item.text, ZERO, high, item.marks, formula, unknown=missing or (item.id,))


def _missing(*names: str) -> Marks:
    listed = "、".join(names)
    return Marks(None, Words(f"缺 {listed}", f"missing: {', '.join(names)}"), names)


def _marks(item: Item, values: Mapping[str, Answer], experts: Sequence[str | Decimal]) -> Marks:
    scorer, full = item.scorer, item.marks
    if isinstance(scorer, ExpertScore):
        return _by_experts(scorer, full, experts, item.id)
    if isinstance(scorer, YesNoScore):
        verdict = conditions.judge(scorer.condition, values)
        if verdict.truth is Truth.UNKNOWN:
            return _missing(*(verdict.missing or verdict.errors))
        if verdict.truth is Truth.TRUE:
            return Marks(full, Words(f"符合：{shown(full)} 分", f"fulfilled: {shown(full)}"))
        return Marks(ZERO, Words("不符合：0 分", "not fulfilled: 0"))
    value = values.get(scorer.input)
    if isinstance(scorer, StarScore):
        return _by_level(scorer, full, value) if isinstance(value, str) else _missing(scorer.input)
    if not isinstance(value, Decimal):
        return _missing(scorer.input)
    if isinstance(scorer, Steps):
        return _by_step(scorer, value)
    if isinstance(scorer, LinearScore):
        return _linear_by(scorer, full, value, values)
    return _ratio(scorer, full, value)


def _by_step(scorer: Steps, value: Decimal) -> Marks:
    reached = [band for band in scorer.bands if value >= band.at_least]
    if not reached:
        low = shown(scorer.bands[0].at_least)
        return Marks(ZERO, Words(f"{shown(value)} < {low}：0 分", f"{shown(value)} < {low}: 0"))
    band = reached[-1]
    said = f"{shown(value)} ≥ {shown(band.at_least)}"
    return Marks(band.marks, Words(f"{said}：{shown(band.marks)} 分", f"{said}: {shown(band.marks)}"))


def _linear_by(scorer: LinearScore, full: Decimal, value: Decimal, values: Mapping[str, Answer]) -> Marks:
    base: Answer = values.get(scorer.base_from) if scorer.base_from else scorer.base
    leading: Answer = values.get(scorer.leading_from) if scorer.leading_from else scorer.leading
    if not isinstance(base, Decimal):
        return _missing(scorer.base_from or scorer.input)
    if not isinstance(leading, Decimal) or leading == base:
        return _missing(scorer.leading_from or scorer.base_from or scorer.input)
    return _linear(base, leading, full, value)


def _linear(base: Decimal, leading: Decimal, full: Decimal, value: Decimal) -> Marks:
    share = (value - base) / (leading - base)
    if share <= 0:
        said = f"{shown(value)} {'≤' if leading > base else '≥'} {shown(base)}"
        return Marks(ZERO, Words(f"{said}（基准值）：0 分", f"{said} (base): 0"))
    if share >= 1:
        said = f"{shown(value)} {'≥' if leading > base else '≤'} {shown(leading)}"
        return Marks(full, Words(f"{said}（引领值）：{shown(full)} 分", f"{said} (leading): {shown(full)}"))
    x, least, most_ = shown(value), shown(base), shown(leading)
    said = (
        f"{shown(full)} × ({x} − {least}) ÷ ({most_} − {least})"
        if leading > base
        else f"{shown(full)} × ({least} − {x}) ÷ ({least} − {most_})"
    )
    return Marks(full * share, Words(said, said))


def _ratio(scorer: RatioScore, full: Decimal, value: Decimal) -> Marks:
    leading = scorer.leading
    if value <= 0:
        share = ZERO if not scorer.inverse or value < 0 else (scorer.cap or Decimal(1))
        said = f"{shown(value)}：{shown(full * share)}"
        return Marks(full * share, Words(said, said))
    share = leading / value if scorer.inverse else value / leading
    above, below = (leading, value) if scorer.inverse else (value, leading)
    said = f"{shown(full)} × {shown(above)} ÷ {shown(below)}"
    if scorer.cap is not None and share > scorer.cap:
        most_marks = shown(full * scorer.cap)
        return Marks(full * scorer.cap, Words(f"{said}，最多 {most_marks}", f"{said}, at most {most_marks}"))
    return Marks(full * share, Words(said, said))


def _by_level(scorer: StarScore, full: Decimal, option: str) -> Marks:
    for level in scorer.levels:
        if level.option == option:
            said = f"{shown(full)} × {shown(level.share)}"
            return Marks(full * level.share, Words(said, said))
    return Marks(ZERO, Words("该选项不得分", "the option brings no marks"))


def trimmed_mean(marks: Sequence[Decimal], trim: int) -> Decimal | None:
    """The mean without the `trim` highest and lowest; None where none would be left."""
    kept = sorted(marks)[trim : len(marks) - trim]
    return sum(kept, ZERO) / len(kept) if kept else None


def _by_experts(scorer: ExpertScore, full: Decimal, experts: Sequence[str | Decimal], item: str) -> Marks:
    marks = [Decimal(mark) for mark in experts]
    if any(not mark.is_finite() or mark < 0 or mark > full for mark in marks):
        raise ValueError(f"{item}: a mark lies between 0 and {shown(full)}")
    mean = trimmed_mean(marks, scorer.trim)
    if mean is None:
        said = Words(
            f"专家打分 {len(marks)} 份，去掉最高最低各 {scorer.trim} 份后无余",
            f"{len(marks)} experts' marks; none left without the {scorer.trim} highest and lowest",
        )
        return Marks(None, said if marks else NO_MARKS, (item,))
    listed = "、".join(shown(mark) for mark in sorted(marks))
    zh = f"专家打分 {listed} 的平均" + (f"（去掉最高、最低各 {scorer.trim} 份）" if scorer.trim else "")
    en = f"mean of {listed.replace('、', ', ')}" + (
        f" without the {scorer.trim} highest and lowest" if scorer.trim else ""
    )
    return Marks(mean, Words(zh, en))
