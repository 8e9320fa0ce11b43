"""Chapters and articles from the numbering of paragraphs, whatever levels a document uses."""

import itertools
import re
from dataclasses import dataclass, field

from qinglan.plans.reader.markers import Level, Mark, mark_of
from qinglan.plans.reader.titles import Title, find_titles, forwarded_title, is_annex_line, run_in_title

_NOTE_AT_END = re.compile(
    r"[（(〔\[](?:[^（）()]*(?:责任单位|牵头|负责|配合单位|责任部门)[^（）()]*)[）)〕\]]$"
)


@dataclass(slots=True)
class Unit:
    """A paragraph with its place: chapter and article numbers (0 for none), and where its body text begins."""

    index: int
    chapter: int
    article: int
    body: int
    part: int
    mark: Mark | None = None


@dataclass(slots=True)
class ArticleDraft:
    """An article as found: running number, heading, chapter, printed numeral, paragraphs."""

    number: int
    heading: str
    chapter: int
    label: str | None
    part: int
    first: int
    last: int


@dataclass(slots=True)
class ChapterDraft:
    """A chapter as found."""

    number: int
    heading: str
    part: int
    first: int
    last: int
    articles: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """The structure of a document."""

    title: str
    status: str | None
    forwards: bool
    parts: int
    chapters: list[ChapterDraft]
    articles: list[ArticleDraft]
    units: list[Unit]
    titles: list[Title]
    marks: list[Mark | None]


def outline(paragraphs: list[str]) -> Outline:
    """Find title, parts, chapters and articles; `units` lists the paragraphs that belong to the plan itself."""
    marks = [mark_of(paragraph) for paragraph in paragraphs]
    titles = find_titles(paragraphs)
    starts, title, status, forwards = _parts(paragraphs, marks, titles)
    result = Outline(title, status, forwards, len(starts), [], [], [], titles, marks)
    for part, start in enumerate(starts, 1):
        stop = starts[part] if part < len(starts) else len(paragraphs)
        _read_part(result, paragraphs, part, start, _before_annex(paragraphs, marks, start, stop))
    return result


def _first_mark(marks: list[Mark | None], start: int = 0) -> int:
    for index in range(start, len(marks)):
        mark = marks[index]
        if mark is not None and mark.number == 1 and mark.level <= Level.THIRD:
            return index
    return len(marks)


def _parts(
    paragraphs: list[str], marks: list[Mark | None], titles: list[Title]
) -> tuple[list[int], str, str | None, bool]:
    """Indices at which the parts' texts begin, and the document's title and status."""
    first_mark = _first_mark(marks)
    heads = [title for title in titles if title.last < first_mark]
    if not heads:
        title = _fallback_title(paragraphs, first_mark)
        return [0], title, None, False
    notice = next((title for title in heads if title.forwards), None)
    if notice is None:
        best = _main_title(heads)
        starts = [best.last + 1]
        starts += [t.last + 1 for t in titles if t.first > first_mark and _opens_part(paragraphs, marks, t)]
        return starts, best.text, best.status, False
    own = [
        t for t in titles if t.first > notice.last and not t.forwards and _opens_part(paragraphs, marks, t)
    ]
    if not own:
        status = notice.status
        return [notice.last + 1], forwarded_title(notice.text), status, True
    if len(own) == 1:
        return [own[0].last + 1], own[0].text, own[0].status or notice.status, True
    return [t.last + 1 for t in own], notice.text, notice.status or own[0].status, True


def _main_title(heads: list[Title]) -> Title:
    """The title nearest to the text among those that name a plan; a page's own heading repeats it above."""
    plans = [title for title in heads if title.names_plan] or heads
    return plans[-1]


def _fallback_title(paragraphs: list[str], first_mark: int) -> str:
    for line in paragraphs[: max(1, first_mark)]:
        text = line.strip()
        if run_in_title(text):
            return run_in_title(text)
        if 4 <= len(text) <= 80 and text[-1] not in "。：:；;，,":
            return re.sub(r"[\s\u3000]+", "", text)
    return ""


def _opens_part(paragraphs: list[str], marks: list[Mark | None], title: Title) -> bool:
    """Whether numbering from one begins soon after the title, and no further title comes first."""
    limit = min(len(paragraphs), title.last + 13)
    for index in range(title.last + 1, limit):
        mark = marks[index]
        if mark is not None and mark.level <= Level.SECOND:
            return mark.number == 1
        if is_annex_line(paragraphs[index]):
            return False
    return False


def _before_annex(paragraphs: list[str], marks: list[Mark | None], start: int, stop: int) -> int:
    """Where the part's own text ends: the first 附件 line after its numbering has begun."""
    seen = False
    for index in range(start, stop):
        mark = marks[index]
        if mark is not None and mark.level <= Level.SECOND and mark.number > 1:
            seen = True
        if seen and is_annex_line(paragraphs[index]):
            return index
    return stop


def _levels(marks: list[Mark | None], start: int, stop: int) -> tuple[Level | None, Level | None]:
    """The levels that serve as chapters and as articles."""
    count = dict.fromkeys(Level, 0)
    first: dict[Level, int] = {}
    for index in range(start, stop):
        mark = marks[index]
        if mark is not None:
            count[mark.level] += 1
            first.setdefault(mark.level, index)
    if count[Level.ITEM] >= 2:
        outer = [
            level
            for level in (Level.CHAPTER, Level.FIRST)
            if count[level] and first[level] < first[Level.ITEM]
        ]
        return (outer[0] if outer else None), Level.ITEM
    present = [
        level
        for level in (Level.PART, Level.CHAPTER, Level.SECTION, Level.FIRST, Level.SECOND)
        if count[level]
    ]
    if not present:
        return None, (Level.THIRD if count[Level.THIRD] >= 2 else None)
    if len(present) == 1:
        return None, present[0]
    return present[0], present[1]


def _read_part(result: Outline, paragraphs: list[str], part: int, start: int, stop: int) -> None:
    chapter_level, article_level = _levels(result.marks, start, stop)
    chapter: ChapterDraft | None = None
    article: ArticleDraft | None = None
    own: list[ArticleDraft] = []
    printed: list[int] = []
    chapters: list[ChapterDraft] = []
    if chapter_level is None and article_level is not None:
        chapter = ChapterDraft(0, "", part, start, stop - 1)
        chapters.append(chapter)
    begun = False
    for index in range(start, stop):
        mark = result.marks[index]
        body = 0
        if mark is not None and mark.level == chapter_level:
            heading, body = split_heading(paragraphs[index], mark)
            chapter = ChapterDraft(len(chapters) + 1, heading, part, index, index)
            chapters.append(chapter)
            article = None
        elif mark is not None and mark.level == article_level and chapter is not None:
            heading, body = split_heading(paragraphs[index], mark)
            number = len(result.articles) + len(own) + 1
            article = ArticleDraft(number, heading, chapter.number, mark.label, part, index, index)
            own.append(article)
            printed.append(mark.number)
            chapter.articles.append(number)
        elif mark is not None:
            body = mark.end
        if article is not None:
            article.last = index
        if chapter is not None and (chapter.number or article):
            chapter.last = index
        begun = begun or article is not None or (chapter is not None and chapter.number > 0)
        number = article.number if article else 0
        result.units.append(Unit(index, chapter.number if chapter and begun else 0, number, body, part, mark))
    restarts = any(b <= a for a, b in itertools.pairwise(printed))
    shifted = any(a.number != p for a, p in zip(own, printed, strict=True)) and part > 1
    if not restarts and not shifted and chapter_level is not None:
        for draft in own:
            draft.label = None
    result.articles.extend(own)
    result.chapters.extend(chapters)


def split_heading(paragraph: str, mark: Mark) -> tuple[str, int]:
    """The heading of a numbered paragraph and the index at which its body begins."""
    rest = paragraph[mark.end :]
    stop = rest.find("。")
    if stop < 0:
        lead = re.match(r"[^，,；;：:。\s]{2,30}[：:\s\u3000]+(?=.{30,})", rest)
        if lead:
            return lead.group().strip(" \u3000：:"), mark.end + lead.end()
        return _bare(rest), len(paragraph)
    lead = re.match(r"[^，,；;：:。\s]{2,14}(?:[：:]|[ \u3000]+(?=[^。]{20,}))", rest)
    if lead and lead.end() < stop:
        return lead.group().strip(" \u3000：:"), mark.end + lead.end()
    return _bare(rest[:stop]), mark.end + stop + 1


def _bare(heading: str) -> str:
    return _NOTE_AT_END.sub("", heading.strip(" \u3000：:*#")).strip(" \u3000")
