"""The quantities of a whole document: what each paragraph inherits from its place, and where its quotes lie."""

import re
from dataclasses import dataclass

from qinglan.plans.reader import aims, quantities, tables
from qinglan.plans.reader.horizons import horizon
from qinglan.plans.reader.markers import Level
from qinglan.plans.reader.model import Quantity, Span
from qinglan.plans.reader.structure import Outline, Unit, split_heading
from qinglan.plans.reader.text import Compact

_OPENING = re.compile(
    r"(?:^|[。；]|^[^\d。]*，(?=力争|争取|确保))(?:（略）)?(?:力争|争取)?(?:到|至)(?:20\d\d年|“?十[四五六]五”?(?:末|期末))"
)
_PLAIN_HEADING = re.compile(r"[\u4e00-\u9fff“”（）]{2,14}")
_ANNEX = re.compile(r"附件?[:：](?:1[.、．]|《)?[^。；]{2,60}$")
_ANNEX_ITEM = re.compile(r"\d{1,2}[.、．][^。；，]{2,60}$")
_WHOLE = re.compile(r"总体(?:要求|思路|部署|安排)|指导思想|总则|基本要求|总体考虑|工作要求和目标")


@dataclass(frozen=True, slots=True)
class Source:
    """A document's outline with its paragraphs, their offsets and their compact forms."""

    found: Outline
    lines: list[str]
    starts: list[int]
    compacts: dict[int, Compact]


@dataclass(slots=True)
class _State:
    """What carries over from one paragraph to the next."""

    key: tuple[int, int, int] = (-1, -1, -1)
    aims: bool = False
    sub_aims: bool = False
    background: bool = False
    opening: bool = False
    annex: bool = False
    table: tables.Header | None = None
    year: str | None = None


class Assembly:
    """Walks the paragraphs of a document in order."""

    def __init__(self, source: Source) -> None:
        self._source = source
        found = source.found
        self._headings = {article.number: article.heading for article in found.articles}
        self._chapters = {(chapter.part, chapter.number): chapter.heading for chapter in found.chapters}
        self._horizons = {part: horizon(found, source.compacts, part) for part in range(1, found.parts + 1)}
        self._state = _State()

    def read(self) -> list[Quantity]:
        """All quantities in the order of the text."""
        items: list[Quantity] = []
        for unit in self._source.found.units:
            if (unit.part, unit.chapter, unit.article) != self._state.key:
                self._state = self._enter(unit)
            if self._annex(unit):
                continue
            row = self._table_row(unit)
            items.extend(self._paragraph(unit) if row is None else row)
        return items

    def _annex(self, unit: Unit) -> bool:
        """Whether the line belongs to the list of annexes (附件：1.… 2.…), which names documents only."""
        text, state = self._source.compacts[unit.index].text, self._state
        opens = _ANNEX.match(text) is not None
        state.annex = opens or (state.annex and _ANNEX_ITEM.match(text) is not None)
        return state.annex

    def _enter(self, unit: Unit) -> _State:
        """The state at the head of a unit, by its headings."""
        above = self._chapters.get((unit.part, unit.chapter), "")
        heading = self._headings.get(unit.article, "")
        return _State(
            (unit.part, unit.chapter, unit.article),
            aims=aims.is_aims(heading) or (not heading and aims.is_aims(above)),
            background=aims.is_background(heading) or aims.is_background(above),
            opening=not (unit.article or unit.chapter) or _WHOLE.search(heading + above) is not None,
        )

    def _table_row(self, unit: Unit) -> list[Quantity] | None:
        """The targets of an indicator table's row; None where the line belongs to no such table."""
        state, line = self._state, self._source.lines[unit.index]
        head = tables.header(line, self._horizons[unit.part])
        if head is not None:
            state.table = head
            return []
        if state.table is None:
            return None
        if len(tables.cells(line)) < min(3, state.table.width):
            state.table = None
            return None
        rows = tables.row(line, state.table)
        if not rows and state.table.width == 2:
            return None
        start = self._source.starts[unit.index]
        return [
            Quantity(
                article=unit.article,
                kind="target",
                quote=line[found.start : found.end],
                indicator=found.indicator,
                action="",
                comparator=found.comparator,
                value=found.value,
                upper=found.upper,
                unit=found.unit,
                deadline=found.deadline,
                strength="firm",
                span=Span(start + found.start, start + found.end),
                chapter=_chapter(unit),
            )
            for found in rows
        ]

    def _paragraph(self, unit: Unit) -> list[Quantity]:
        compact, state = self._source.compacts[unit.index], self._state
        self._read_subheading(unit, compact)
        here_aims = state.aims or state.sub_aims or aims.opens_aims(compact.text)
        here_aims = here_aims or (state.opening and _OPENING.search(compact.text) is not None)
        around = quantities.Surroundings(
            aims=here_aims,
            background=(state.background or not (unit.article or unit.chapter)) and not here_aims,
            horizon=state.year or self._horizons[unit.part],
        )
        out = [
            self._placed(unit, item, compact)
            for item in quantities.find(compact.text, around)
            if not self._headed_twice(unit, item, compact)
        ]
        if here_aims:
            years = aims.all_years(compact.text)
            state.year = years[-1] if years else state.year
        return out

    def _read_subheading(self, unit: Unit, compact: Compact) -> None:
        """Third-level and unnumbered headings say whether aims follow."""
        if unit.mark is None:
            if _PLAIN_HEADING.fullmatch(compact.text):
                self._state.sub_aims = aims.is_aims(compact.text)
        elif unit.mark.level >= Level.THIRD:
            heading, _ = split_heading(self._source.lines[unit.index], unit.mark)
            if len(heading) <= 24:
                self._state.sub_aims = aims.is_aims(heading)

    def _placed(self, unit: Unit, item: quantities.Found, compact: Compact) -> Quantity:
        line, base = self._source.lines[unit.index], self._source.starts[unit.index]
        start, end = compact.span(item.start, item.end)
        if end > unit.body:
            start = max(start, unit.body)
        return Quantity(
            article=unit.article,
            kind=item.kind,
            quote=line[start:end],
            indicator=item.indicator.lstrip(".、)）"),
            action=item.action,
            comparator=item.comparator,
            value=item.value,
            upper=item.upper,
            unit=item.unit,
            deadline=item.deadline,
            strength=item.strength,
            span=Span(base + start, base + end),
            per=item.per,
            chapter=_chapter(unit),
        )

    def _headed_twice(self, unit: Unit, item: quantities.Found, compact: Compact) -> bool:
        """Whether the quantity stands in a heading whose body prints its number again."""
        start, end = compact.span(item.start, item.end)
        if start >= unit.body or end > unit.body:
            return False
        line = self._source.lines[unit.index]
        quote = line[start:end]
        number = re.search(
            r"(?:\d[\d.]*|[一二两三四五六七八九十百千]+)(?=" + re.escape(item.unit) + ")", quote
        )
        number = number or re.search(r"\d[\d.]*|[一二两三四五六七八九十百千]+", quote)
        return number is not None and number.group() in self._under(unit)

    def _under(self, unit: Unit) -> str:
        """What stands under the heading that `unit` prints, in its own paragraph and the next ones."""
        lines = self._source.lines
        following = [
            other
            for other in self._source.found.units
            if other.index > unit.index
            and (other.part, other.chapter) == (unit.part, unit.chapter)
            and (not unit.article or other.article == unit.article)
        ]
        return "\n".join([lines[unit.index][unit.body :], *(lines[other.index] for other in following)])


def _chapter(unit: Unit) -> int | None:
    return unit.chapter if not unit.article and unit.chapter else None
