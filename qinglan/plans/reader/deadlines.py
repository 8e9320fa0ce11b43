"""Years and dates that govern a number."""

import re
from dataclasses import dataclass

from qinglan.plans.reader.clauses import Place
from qinglan.plans.reader.model import Kind
from qinglan.plans.reader.units import base_unit

_YEAR = r"(?P<year>20\d\d|二[〇零][一二三四五六七八九][〇零一二三四五六七八九])"
_HORIZON = re.compile(
    rf"(?:力争|争取|确保|预计|计划|努力|规划)?(?:(?:到|至|截至|截止|在|于|自)?(?:20\d\d年?(?:-|~|至|到)){_YEAR.replace('year', 'last')}年"
    rf"|(?:到|至|截至|截止|力争|争取|在|于)?{_YEAR}年(?P<month>\d{{1,2}}月(?P<day>\d{{1,2}}日)?)?(?P<tail>底前|年底前|末前|前|底|末|度|以前|之前|内|中|起|以来|开始)?)"
)
_FIVE_YEARS = {"十三五": "2020", "十四五": "2025", "十五五": "2030", "十六五": "2035"}
_FIVE = re.compile(r"[“”]?(十[三四五六]五)[“”]?(?:规划)?(?P<tail>末|期末|期间|时期|$)?")
_HAN = str.maketrans("〇零一二三四五六七八九", "00123456789")
_BASE = re.compile(r"(?:比|较|相比|与|以|从|由|同比|自)[^，。；]{0,6}$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A stated time: where it begins and ends in the text, the year or date, and whether it opens a sentence as the
    horizon of what follows (到2025年，…).
    """

    start: int
    end: int
    date: str
    opens: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """The stated times of one paragraph."""

    mentions: tuple[Mention, ...]


def timeline(text: str) -> Timeline:
    """All times in `text` that can be deadlines; base years (比2020年) and starts (2024年起) are left out."""
    found: list[Mention] = []
    if "年" in text or "五" in text:
        for match in _HORIZON.finditer(text):
            if match.group("tail") in ("起", "以来", "开始") or _BASE.search(text[: match.start()][-10:]):
                continue
            found.append(
                Mention(match.start(), match.end(), _date(match), _opens(text, match.start(), match.group()))
            )
        found += [
            Mention(
                match.start(), match.end(), _FIVE_YEARS[match.group(1)], _opens(text, match.start(), "到")
            )
            for match in _FIVE.finditer(text)
            if match.group("tail")
        ]
    found.sort(key=lambda mention: mention.start)
    return Timeline(tuple(found))


def _opens(text: str, start: int, words: str) -> bool:
    before = text[:start].rstrip("“”")
    return bool(re.search(r"[到至争取]", words[:6])) and (
        not before or before[-1] in "。；：、）一二三四五六七八九十."
    )


def _date(match: re.Match[str]) -> str:
    year = (match.group("last") or match.group("year")).translate(_HAN)
    month, day = match.group("month"), match.group("day")
    if not month:
        return year
    number = int(month.split("月")[0])
    if not 1 <= number <= 12:
        return year
    if not day:
        return f"{year}-{number:02d}"
    return f"{year}-{number:02d}-{int(day[:-1]):02d}"


def deadline(
    place: Place, times: Timeline, kind: Kind, horizon: str | None, *, threshold: bool
) -> str | None:
    """The date that governs the token: of its sentence, its paragraph or, for a target, the plan."""
    token = place.token
    if threshold or (kind == "target" and base_unit(token.unit) in ("年", "个月")):
        return None
    sentence_end = place.sentence_start + len(place.sentence)
    own = [m for m in times.mentions if place.sentence_start <= m.start < sentence_end]
    before = [m for m in own if m.start < token.start]
    if before:
        return before[-1].date
    inside = [m for m in own if place.clause_start <= m.start < place.clause_end]
    if inside:
        return inside[0].date
    if kind == "rule" or re.search(r"(?:巩固|保持|稳住|维持)", place.left):
        return None
    earlier = [m for m in times.mentions if m.start < place.sentence_start and m.opens]
    return earlier[-1].date if earlier else horizon
