"""From raw lines to paragraphs: page numbers dropped, hard-wrapped lines joined."""

import re

from qinglan.kernel.texts.numbering import han
from qinglan.plans.reader.markers import Level, mark_of
from qinglan.plans.reader.text import clean

_UNROLL = re.compile(
    r"(?<=[。；！])[ \u3000]*(?=[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十]))"
    r"|(?<![第述、和及至\n])(?<!^)[ \u3000]*(?=[（(][一二三四五六七八九十]{1,3}[）)][^，。；]{2,40}[。：\s])"
)
_LONGEST = 2500
_PAGE_NUMBER = re.compile(r"[\s—–\-－·.第]*\d{1,3}[\s—–\-－·.页]*(?:/\s*\d{1,3})?")
_END = re.compile(r"[。！？；：:;!?）)」”…]$")
_STOP = re.compile(r"[。！？!?…：:]$")
_OWN_LINE = re.compile(r"(?:附\s*件|附\s*表|专栏|抄送|——|--|（此件|\(此件|[①-⑳●■◆□▲★]|附：)")


def paragraphs(raw: str) -> list[str]:
    """Split a text into its paragraphs, in order, none empty.

    A text whose lines were broken at a fixed width (text PDF, mail) has its lines joined again; in other texts each
    line is a paragraph.
    """
    lines = [line.rstrip() for line in clean(raw).split("\n")]
    width = _wrap_width(lines)
    if width is None:
        whole = [line.strip(" \u3000\t") for line in lines if _kept(line)]
    else:
        whole = _joined(lines, width)
    if sum(1 for line in whole if mark_of(line) is not None) < 3:
        whole = [part for line in whole for part in _UNROLL.sub("\n", line).split("\n")]
    return [piece for line in whole for sequel in _sequels(line) for piece in _pieces(sequel)]


def _sequels(line: str) -> list[str]:
    """A paragraph that holds several units of one list, （一）…。（二）…, as one paragraph for each."""
    mark = mark_of(line) if "。" in line else None
    if mark is None or mark.level not in (Level.FIRST, Level.SECOND):
        return [line]
    numeral = han(mark.number + 1)
    head = f"[（(]{numeral}[）)]" if mark.level is Level.SECOND else f"{numeral}、"
    found = re.search(rf"[。；）][ \u3000]*(?={head})", line[mark.end :])
    if found is None:
        return [line]
    cut = mark.end + found.end()
    return [line[:cut].rstrip(" \u3000"), *_sequels(line[cut:])]


def _pieces(paragraph: str) -> list[str]:
    """A paragraph of unheard-of length in several, cut at sentence ends where there are any."""
    if len(paragraph) <= _LONGEST:
        return [paragraph]
    pieces: list[str] = []
    start = 0
    while len(paragraph) - start > _LONGEST:
        cut = max(paragraph.rfind(mark, start, start + _LONGEST) for mark in "。；，") + 1
        cut = cut if cut > start else start + _LONGEST
        pieces.append(paragraph[start:cut])
        start = cut
    pieces.append(paragraph[start:])
    return [piece.strip(" \u3000\t") for piece in pieces if piece.strip(" \u3000\t")]


def _kept(line: str) -> bool:
    return bool(line.strip(" \u3000\t")) and _PAGE_NUMBER.fullmatch(line.strip(" \u3000\t")) is None


def display_width(line: str) -> int:
    """Columns of `line`: a Chinese character takes two."""
    return (len(line) + len(line.encode("utf-8", "replace"))) // 2


def _wrap_width(lines: list[str]) -> int | None:
    """The column at which the text was wrapped, or None where its lines are whole paragraphs."""
    widths = [display_width(line) for line in lines if _kept(line)]
    if len(widths) < 6:
        return None
    width = sorted(widths)[int(len(widths) * 0.95)]
    if width > 130 or width < 24:
        return None
    texts = [line for line in lines if _kept(line)]
    full = sum(
        1 for line, size in zip(texts, widths, strict=True) if size >= width - 6 and not _END.search(line)
    )
    return width if full >= max(3, len(widths) * 0.25) else None


def _joined(lines: list[str], width: int) -> list[str]:
    indented = sum(1 for line in lines if line.startswith(("\u3000", "    ", "  "))) >= 3
    out: list[str] = []
    previous = ""
    for line in lines:
        text = line.strip(" \u3000\t")
        if not text:
            previous = ""
            continue
        if not _kept(line):
            continue
        full = display_width(previous) >= width - 8
        starts = mark_of(text) is not None or _OWN_LINE.match(text) is not None
        fresh = indented and line.startswith(("\u3000", "  "))
        runs_on = full and not starts and not fresh and (indented or not _STOP.search(previous))
        if out and previous and runs_on:
            glue = " " if out[-1][-1:].isascii() and text[:1].isascii() and text[:1].isalpha() else ""
            out[-1] += glue + text
        else:
            out.append(text)
        previous = line
    return out
