"""Tables of contents: their lines repeat the headings and must not be read as units."""

import re

_TITLE = re.compile(r"目[ \u3000]*[录次]")
_LEADERS = re.compile(
    r"(?P<words>.{2,80}?)[ \u3000]*(?:[.．·…⋯‥_]{3,}[ \u3000.．·…]*|\t+[ \u3000]*|[ \u3000]{2,})(?:[-—]?\d{1,4}[-—]?|[IVXⅠⅡⅢⅣⅤ]{1,5})"
)
_FURTHEST = 400


def without_contents(paragraphs: list[str]) -> list[str]:
    """The paragraphs without a table of contents and its dotted lines."""
    kept = [line for line in paragraphs if not _dotted(line)]
    for index, line in enumerate(kept[:200]):
        if _TITLE.fullmatch(line.strip()):
            return kept[:index] + kept[_end(kept, index + 1) :]
    return kept


def _dotted(line: str) -> bool:
    return (
        len(line) < 120
        and "。" not in line
        and ("..." in line or "…" in line or "．．" in line or "··" in line)
        and (_LEADERS.fullmatch(line.strip()) is not None)
    )


def _end(lines: list[str], start: int) -> int:
    """Where the contents end: at the second printing of their first entry; `start` where there is none."""
    if start >= len(lines):
        return start
    first = _words(lines[start])
    for index in range(start + 1, min(len(lines), start + _FURTHEST)):
        if _words(lines[index]) == first and first:
            return index
    return start


def _words(line: str) -> str:
    match = _LEADERS.fullmatch(line.strip())
    return re.sub(r"[\s\u3000]+", "", match.group("words") if match else line)
