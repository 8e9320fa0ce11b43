"""Characters: cleaning a raw text, and a folded twin of equal length for matching.

The reader quotes the text as it was printed, so nothing that a quote may hold is altered; patterns run over the folded
twin, in which full-width digits, brackets and dashes have one form and every index means the same character.
"""

import re

_DROPPED = re.compile("[\ufeff\u200b\u200c\u200d\u2060\u00ad\x00\ufffe\uffff]")
_SPACES = re.compile("[\u00a0\u2002\u2003\u2009\u202f\u205f\x0b\x0c]")
_NEWLINES = re.compile(r"\r\n?|[\u2028\u2029\x85]")

_FOLD: dict[str, str] = {chr(0xFF10 + i): str(i) for i in range(10)}
_FOLD |= {chr(0xFF21 + i): chr(0x41 + i) for i in range(26)}
_FOLD |= {chr(0xFF41 + i): chr(0x61 + i) for i in range(26)}
_FOLD |= dict.fromkeys("—–－―‐‑−﹣─", "-")
_FOLD |= dict.fromkeys("～∼〜﹏", "~")
_FOLD |= {"％": "%", "﹪": "%", "．": ".", "／": "/", "＋": "+", "＜": "<", "＞": ">", "＝": "="}
_FOLD |= {
    "(": "（",
    ")": "）",
    ";": "；",
    ":": "：",
    "!": "！",
    "?": "？",
    "［": "〔",
    "］": "〕",
    "[": "〔",
    "]": "〕",
}
_FOLD |= {
    "｡": "。",
    "﹙": "（",
    "﹚": "）",
    "【": "〔",
    "】": "〕",
    "○": "〇",
    "Ｏ": "〇",
    "\u3000": " ",
    "\t": " ",
}
_FOLD |= {'"': "”", "＂": "”", "﹐": "，", "﹔": "；"}
_FOLDED = re.compile("[" + re.escape("".join(_FOLD)) + "]")
_LATIN_COMMA = re.compile(r"(?<!\d),|,(?!\d{3}(?!\d))")


def clean(raw: str) -> str:
    """Return `raw` with one kind of newline and blank, and without invisible characters."""
    return _DROPPED.sub("", _SPACES.sub(" ", _NEWLINES.sub("\n", raw)))


def fold(text: str) -> str:
    """Return the matching form of `text`; it has the same length."""
    text = _FOLDED.sub(lambda match: _FOLD[match.group()], text)
    return _LATIN_COMMA.sub("，", text) if "," in text else text


class Compact:
    """A paragraph folded and without blanks, with the way back to the paragraph's own indices."""

    __slots__ = ("_map", "text")

    def __init__(self, paragraph: str) -> None:
        folded = fold(paragraph)
        self._map: list[int] | None = None
        if " " in folded:
            self._map = [i for i, char in enumerate(folded) if char != " "]
            folded = folded.replace(" ", "")
        self.text = folded

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Indices in the paragraph of `text[start:end]`."""
        if self._map is None or start >= end:
            return start, end
        return self._map[start], self._map[end - 1] + 1
