"""Quantities of one paragraph: which numbers commit somebody, and to what."""

import re
from dataclasses import dataclass, replace

from qinglan.plans.reader import comparators, deadlines, fields, kinds, presence, rates, strength, thresholds
from qinglan.plans.reader.clauses import Clauses, Place
from qinglan.plans.reader.exclusions import masked
from qinglan.plans.reader.model import Comparator, Kind, Number, Strength
from qinglan.plans.reader.numbers import Token, tokens
from qinglan.plans.reader.units import RATIO_UNITS, TIME_UNITS, base_unit

_JOINTS = frozenset(["、", "和", "及", "或", "与", "或者", "以及", "和约", "、约"])
_BOUND_BEFORE = re.compile(r"(?:控制在|不[少低]于|不超过|不高于|至少|最[多高])$")
_CAPPED = re.compile(r"(?:控制|压减|压缩|降低?|限制)(?:在|到|至)$")
_HAS_NUMERAL = re.compile(r"\d|[一二两三四五六七八九十百千万亿半零]")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a paragraph inherits from its place in the document."""

    aims: bool
    background: bool
    horizon: str | None


@dataclass(slots=True)
class Found:
    """A quantity with spans in the paragraph's compact text."""

    kind: Kind
    start: int
    end: int
    indicator: str
    action: str
    comparator: Comparator
    value: Number
    upper: Number | None
    unit: str
    deadline: str | None
    strength: Strength
    per: str | None


def find(text: str, around: Surroundings) -> list[Found]:
    """All quantities of a compact paragraph, in order."""
    if not _HAS_NUMERAL.search(text):
        return []
    hidden = masked(text)
    row = [token for token in tokens(hidden) if not _idle(hidden, token)]
    if not row:
        return []
    clauses = Clauses(text)
    timeline = deadlines.timeline(text)
    found: list[Found] = []
    chains = _chains(text, row)
    for index, chain in enumerate(chains):
        before = chains[index - 1][-1] if index else None
        after = chains[index + 1][0] if index + 1 < len(chains) else None
        for item in _chain(chain, before, after, clauses, timeline, around):
            _inherit(item, found)
            _share_of(item, found, text)
            found.append(item)
    return found


def _inherit(item: Found, found: list[Found]) -> None:
    """A level without a subject of its own (2025年达到60%) goes on with that of the level before."""
    if item.indicator or item.kind != "target" or not found:
        return
    last = found[-1]
    if last.kind == "target" and last.unit == item.unit and last.indicator:
        item.indicator = last.indicator


def _share_of(item: Found, found: list[Found], text: str) -> None:
    """What a part or a list takes over from the number before.

    其中…占比不低于30% is of the kind of the output that it divides; 至少培育2个甲和5个乙 binds both.
    """
    if not found:
        return
    last = found[-1]
    head = text[max(0, item.start - 2) : item.start + 2]
    if (
        "其中" in head
        and item.kind == "rule"
        and last.kind == "target"
        and (item.unit in RATIO_UNITS or item.unit == last.unit)
    ):
        item.kind, item.deadline = "target", last.deadline
    between = text[last.end : item.start]
    told = text[max(0, last.start - 4) : last.end]
    if between in ("和", "及", "、") and text[item.start].isdigit() and item.comparator == "eq":
        item.comparator = "ge" if last.comparator == "ge" and _LEAST.search(told) else "eq"


_LEAST = re.compile(r"(?:至少|不少于)[\u4e00-\u9fff]{0,4}\d")


def _idle(text: str, token: Token) -> bool:
    """Whether a token can be no quantity whatever stands around it, and so bounds no other: 每4年, 一项."""
    before = text[max(0, token.start - 4) : token.start]
    if before.endswith("每"):
        return True
    if (
        not token.chinese
        or token.value != 1
        or token.upper is not None
        or token.bound
        or token.unit in RATIO_UNITS
    ):
        return False
    if token.unit in TIME_UNITS:
        return False
    return not re.search(
        r"至少|最少|少于|每|超过|年|周|月|季|开展|召开|进行|组织",
        text[max(0, token.start - 12) : token.start],
    )


def _chains(text: str, row: list[Token]) -> list[list[Token]]:
    """Numbers of one list (10%、5%和3%) together, each other number alone."""
    chains: list[list[Token]] = []
    for token in row:
        last = chains[-1][-1] if chains else None
        if (
            last is not None
            and text[last.end : token.start] in _JOINTS
            and (base_unit(last.unit) == base_unit(token.unit) or _BOUND_BEFORE.search(text[: last.start]))
            and token.unit
            and last.upper is None
        ):
            chains[-1].append(token)
        else:
            chains.append([token])
    return chains


def _chain(
    chain: list[Token],
    before: Token | None,
    after: Token | None,
    clauses: Clauses,
    timeline: deadlines.Timeline,
    around: Surroundings,
) -> list[Found]:
    if len(chain) == 1:
        place = clauses.place(chain[0], before, after)
        alone = _quantity(place, comparators.comparator(place), clauses, timeline, around)
        return [alone] if alone is not None else []
    first, last = clauses.place(chain[0], before, after), clauses.place(chain[-1], before, after)
    out: list[Found] = []
    for position, token in enumerate(chain):
        place = replace(first, token=token, right=last.right, after=last.after)
        capped = _CAPPED.search(first.left) is not None and last.token.bound == "le"
        bound = token.bound or ("le" if capped else "")
        shared = comparators.comparator(replace(first, token=replace(token, bound=bound)))
        item = _quantity(place, shared, clauses, timeline, around)
        if item is None:
            continue
        item.start, item.end = min(item.start, first.token.start), max(item.end, last.token.end)
        item.indicator = fields.share(item.indicator, position, len(chain))
        out.append(item)
    return out


def _quantity(
    place: Place, compare: Comparator, clauses: Clauses, timeline: deadlines.Timeline, around: Surroundings
) -> Found | None:
    token = place.token
    per = rates.per(place)
    if around.background or not presence.is_quantity(place, compare, per, aims=around.aims):
        return None
    kind = kinds.kind(place, compare, per, around.aims, clauses)
    threshold = thresholds.is_threshold(place, compare)
    hedged = strength.strength(place, clauses, threshold=threshold)
    deadline = deadlines.deadline(place, timeline, kind, around.horizon, threshold=threshold)
    reading = fields.describe(place, kind, threshold=threshold)
    return Found(
        kind,
        reading.start,
        reading.end,
        reading.indicator,
        reading.action,
        compare,
        token.value,
        token.upper,
        token.unit,
        deadline,
        hedged,
        per,
    )
