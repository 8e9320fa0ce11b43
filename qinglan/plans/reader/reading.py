"""From paragraphs to a reading: structure first, then quantities and bodies paragraph by paragraph."""

import re
from dataclasses import dataclass

from qinglan.plans.reader import aims, bodies, genre, quantities, tables
from qinglan.plans.reader.lines import paragraphs as split_paragraphs
from qinglan.plans.reader.markers import Level
from qinglan.plans.reader.model import Article, Body, Chapter, Quantity, Reading, Span
from qinglan.plans.reader.structure import Outline, Unit, outline, split_heading
from qinglan.plans.reader.text import Compact


@dataclass(slots=True)
class _State:
    """What carries over from one paragraph to the next."""

    key: tuple[int, int, int] = (-1, -1, -1)
    aims: bool = False
    sub_aims: bool = False
    background: bool = False
    opening: bool = False
    table: tables.Header | None = None
    year: str | None = None


def read_text(text: str, document: str = "", source: str | None = None) -> Reading:
    """Read a plan from its text.

    `document` is the file's name for the result, `source` its address where known. Never raises for any text: what is
    no plan yields a reading with `is_plan` false and no quantities.
    """
    lines = split_paragraphs(text)
    lines = _without_crawl_line(lines)
    starts: list[int] = []
    position = 0
    for line in lines:
        starts.append(position)
        position += len(line) + 1
    found = outline(lines)
    plan = genre.is_plan(found, lines)
    compacts = {unit.index: Compact(lines[unit.index]) for unit in found.units} if plan else {}
    items = _quantities(found, lines, starts, compacts) if plan else []
    named = _bodies(found, lines, starts, compacts) if plan else []
    several = found.parts > 1
    return Reading(
        document=document,
        title=found.title,
        status=found.status,
        source=source,
        is_plan=plan,
        chapters=tuple(
            Chapter(
                c.number,
                c.heading,
                tuple(c.articles),
                Span(starts[c.first], starts[c.last] + len(lines[c.last])) if lines else Span(0, 0),
                c.part if several else None,
            )
            for c in found.chapters
        ),
        articles=tuple(
            Article(
                a.number,
                a.heading,
                a.chapter,
                Span(starts[a.first], starts[a.last] + len(lines[a.last])),
                a.label,
                a.part if several else None,
            )
            for a in found.articles
        ),
        quantities=tuple(items),
        bodies=tuple(named),
        text="\n".join(lines),
    )


def _without_crawl_line(lines: list[str]) -> list[str]:
    """Drop a search engine's summary above the text: it ends in dots and repeats the line below."""
    for index in range(min(3, len(lines) - 1)):
        line, below = lines[index], lines[index + 1]
        if line.endswith(("...", "…", "。。。")) and len(below) >= 6 and line.startswith(below[:30]):
            return lines[:index] + lines[index + 1 :]
    return lines


def _horizon(found: Outline, compacts: dict[int, Compact], part: int) -> str | None:
    """The year that the part sets itself: in its title, its aims, its opening chapter, or its preamble."""
    title = aims.title_horizon(found.title)
    if title:
        return title
    headings = {a.number: a.heading for a in found.articles}
    chapters = {c.number: c.heading for c in found.chapters if c.part == part}
    own = [unit for unit in found.units if unit.part == part]
    for unit in own:
        heading, above = headings.get(unit.article, ""), chapters.get(unit.chapter, "")
        text = compacts[unit.index].text
        if aims.is_aims(heading) or (aims.is_aims(above) and not heading) or aims.opens_aims(text):
            year = aims.stated_year(text)
            if year:
                return year
    for unit in own:
        opening = unit.chapter <= 1 and unit.article <= 3
        if opening and not aims.is_background(
            chapters.get(unit.chapter, "") + headings.get(unit.article, "")
        ):
            year = aims.stated_year(compacts[unit.index].text)
            if year:
                return year
    for unit in own:
        if not unit.article and unit.chapter == 0:
            year = aims.preamble_year(compacts[unit.index].text)
            if year:
                return year
    return None


def _quantities(
    found: Outline, lines: list[str], starts: list[int], compacts: dict[int, Compact]
) -> list[Quantity]:
    headings = {a.number: a.heading for a in found.articles}
    chapters = {(c.part, c.number): c.heading for c in found.chapters}
    horizons = {part: _horizon(found, compacts, part) for part in range(1, found.parts + 1)}
    state = _State()
    items: list[Quantity] = []
    for unit in found.units:
        key = (unit.part, unit.chapter, unit.article)
        if key != state.key:
            chapter_heading = chapters.get((unit.part, unit.chapter), "")
            heading = headings.get(unit.article, "")
            state = _State(
                key,
                aims=aims.is_aims(heading)
                or (not unit.article and aims.is_aims(chapter_heading))
                or (aims.is_aims(chapter_heading) and not heading),
                background=aims.is_background(heading) or aims.is_background(chapter_heading),
                opening=not (unit.article or unit.chapter)
                or _WHOLE.search(heading + chapter_heading) is not None,
            )
        line = lines[unit.index]
        row = _table_row(unit, state, line, starts[unit.index])
        if row is not None:
            items.extend(row)
            continue
        items.extend(_paragraph(unit, state, horizons[unit.part], lines, starts, compacts[unit.index]))
    return items


def _table_row(unit: Unit, state: _State, line: str, start: int) -> list[Quantity] | None:
    """The target of an indicator table's row; None where the line belongs to no such table."""
    head = tables.header(line)
    if head is not None:
        state.table = head
        return []
    if state.table is None:
        return None
    if len(tables.cells(line)) < 3:
        state.table = None
        return None
    found = tables.row(line, state.table)
    if found is None:
        return []
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
            chapter=unit.chapter if not unit.article and unit.chapter else None,
        )
    ]


_OPENING = re.compile(
    r"(?:^|[。；])(?:（略）)?(?:力争|争取)?(?:到|至)(?:20\d\d年|“?十[四五六]五”?(?:末|期末))"
)
_WHOLE = re.compile(r"总体(?:要求|思路|部署|安排)|指导思想|总则|基本要求|总体考虑|工作要求和目标")


def _paragraph(
    unit: Unit, state: _State, horizon: str | None, lines: list[str], starts: list[int], compact: Compact
) -> list[Quantity]:
    line = lines[unit.index]
    if unit.mark is not None and unit.mark.level >= Level.THIRD:
        heading, _ = split_heading(line, unit.mark)
        if len(heading) <= 24:
            state.sub_aims = aims.is_aims(heading)
    here_aims = state.aims or state.sub_aims or aims.opens_aims(compact.text)
    if not here_aims and state.opening and _OPENING.search(compact.text):
        here_aims = True
    around = quantities.Surroundings(
        aims=here_aims, background=state.background and not here_aims, horizon=state.year or horizon
    )
    out: list[Quantity] = []
    for item in quantities.find(compact.text, around):
        start, end = compact.span(item.start, item.end)
        if start < unit.body and _repeated(line[start:end], line[unit.body :]):
            continue
        out.append(
            Quantity(
                article=unit.article,
                kind=item.kind,
                quote=line[start:end],
                indicator=item.indicator,
                action=item.action,
                comparator=item.comparator,
                value=item.value,
                upper=item.upper,
                unit=item.unit,
                deadline=item.deadline,
                strength=item.strength,
                span=Span(starts[unit.index] + start, starts[unit.index] + end),
                per=item.per,
                chapter=unit.chapter if not unit.article and unit.chapter else None,
            )
        )
    if here_aims:
        years = aims.all_years(compact.text)
        state.year = years[-1] if years else state.year
    return out


def _repeated(quote: str, body: str) -> bool:
    """Whether the number of a heading stands in the body too."""
    number = re.search(r"[\d.]+|[一二两三四五六七八九十百千]+", quote)
    return number is not None and number.group() in body


def _bodies(found: Outline, lines: list[str], starts: list[int], compacts: dict[int, Compact]) -> list[Body]:
    first = bodies.first_leads("\n".join(lines))
    out: list[Body] = []
    for unit in found.units:
        compact = compacts[unit.index]
        base = starts[unit.index]
        for named in bodies.find(compact.text, first_is_lead=first):
            start, end = compact.span(named.start, named.end)
            out.append(
                Body(
                    unit.article,
                    named.role,
                    named.name,
                    lines[unit.index][start:end],
                    Span(base + start, base + end),
                )
            )
    return out
