"""Automatic numbering of Word paragraphs: 一、 and （一） that are nowhere in the text."""

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HAN = "零一二三四五六七八九"


def han(number: int) -> str:
    """1 to 99 as a Chinese numeral: 12 gives 十二."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else _HAN[tens] + "十")
    return head + (_HAN[ones] if ones else "")


class Numbering:
    """Counters over the lists of one document."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._counts: dict[str, list[int]] = {}
        self._abstract: dict[str, str] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        if numbering is not None:
            self._read(numbering)
        if styles is not None:
            for style in styles.iter(f"{W}style"):
                found = self._reference(style.find(f"{W}pPr"))
                if found:
                    self._styles[style.get(f"{W}styleId") or ""] = found

    def _read(self, numbering: etree._Element) -> None:
        for abstract in numbering.iter(f"{W}abstractNum"):
            key = abstract.get(f"{W}abstractNumId") or ""
            for level in abstract.iter(f"{W}lvl"):
                at = _int(level.get(f"{W}ilvl"))
                kind, text, start = (
                    level.find(f"{W}numFmt"),
                    level.find(f"{W}lvlText"),
                    level.find(f"{W}start"),
                )
                self._levels[key, at] = (
                    (kind.get(f"{W}val") or "") if kind is not None else "",
                    (text.get(f"{W}val") or "") if text is not None else "",
                    _int(start.get(f"{W}val"), 1) if start is not None else 1,
                )
        for number in numbering.iter(f"{W}num"):
            reference = number.find(f"{W}abstractNumId")
            if reference is not None:
                self._abstract[number.get(f"{W}numId") or ""] = reference.get(f"{W}val") or ""

    @staticmethod
    def _reference(properties: etree._Element | None) -> tuple[str, int] | None:
        found = properties.find(f"{W}numPr") if properties is not None else None
        if found is None:
            return None
        number, level = found.find(f"{W}numId"), found.find(f"{W}ilvl")
        if number is None or number.get(f"{W}val") in (None, "0"):
            return None
        return number.get(f"{W}val") or "", _int(level.get(f"{W}val")) if level is not None else 0

    def printed(self, paragraph: etree._Element) -> str:
        """The numbering printed before a paragraph; advances the list's counter."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return ""
        reference = self._reference(properties)
        style = properties.find(f"{W}pStyle")
        if reference is None and style is not None and properties.find(f"{W}numPr") is None:
            reference = self._styles.get(style.get(f"{W}val") or "")
        if reference is None:
            return ""
        key = self._abstract.get(reference[0], reference[0])
        at = min(reference[1], 8)
        counts = self._counts.setdefault(key, [0] * 9)
        kind, text, start = self._levels.get((key, at), ("", "", 1))
        counts[at] = counts[at] + 1 if counts[at] else start
        for deeper in range(at + 1, 9):
            counts[deeper] = 0
        if kind in ("", "bullet", "none"):
            return ""
        for level in range(at + 1):
            level_kind = self._levels.get((key, level), (kind, "", 1))[0]
            text = text.replace(f"%{level + 1}", _format(counts[level] or 1, level_kind))
        return text


def _format(number: int, kind: str) -> str:
    if "hinese" in kind or kind in ("japaneseCounting", "ideographDigital", "taiwaneseCounting"):
        return han(number)
    if kind == "decimalEnclosedCircle" and number <= 20:
        return chr(0x2460 + number - 1)
    if kind == "decimalFullWidth":
        return "".join(chr(0xFF10 + int(digit)) for digit in str(number))
    return str(number)


def _int(text: str | None, default: int = 0) -> int:
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default
