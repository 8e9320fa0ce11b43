"""Identity, telephone and bank-card numbers in a text, told by form, check digit and surroundings.

A number is taken for one of a person only when it stands alone (no letter or digit touches it) and
its check digit is right. Numbers that the words around them explain otherwise are let pass: an
amount with its unit, a unified social credit code, a patent or contract number. Landlines are not
looked for: offices print them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from qinglan.kernel.codes.checks import is_bank_card, is_mobile, is_resident_id, is_uscc, plain


class Kind(StrEnum):
    """What a number is."""

    IDENTITY = "identity"
    TELEPHONE = "telephone"
    CARD = "card"


@dataclass(frozen=True)
class Finding:
    """A number: its kind, itself masked, where it stands, the words around it (masked too)."""

    kind: Kind
    masked: str
    place: str
    line: int
    around: str

    def as_data(self) -> dict[str, str | int]:
        """The finding as stored: nothing of it gives the number away."""
        return {
            "kind": str(self.kind),
            "masked": self.masked,
            "place": self.place,
            "line": self.line,
            "around": self.around,
        }


_HALF = {ord("０") + n: ord("0") + n for n in range(10)} | {
    ord("Ｘ"): "X",
    ord("ｘ"): "x",
    ord("＋"): "+",
    **dict.fromkeys(map(ord, "‐‑‒–—―－−﹣"), "-"),
    **dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2009\u202f\u3000"), " "),
    # What some use to hide a number from a search: it takes up no room on the page.
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), " "),
}
_CANDIDATE = re.compile(
    r"(?<![0-9])(?<!\d\.)(?:\+?86[ -]?)?\d(?:[ -]?\d){9,22}[ -]?[Xx]?(?![0-9A-Za-z])(?!\.\d)"
)
_LETTER = re.compile(r"[A-Za-z]\Z")
_LABEL = re.compile(r"(?:tel|phone|mobile|mob|cell|fax|wechat|vx|id|card|no)\.?\Z", re.IGNORECASE)
_ALONE = re.compile(r"\d{11}|\d{15,19}|\d{17}[Xx]")
_OLD_ID = re.compile(r"[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}")
_BEFORE, _AFTER = 16, 8

_UNIT_AFTER = re.compile(r" {0,2}(?:元|万元|亿元|吨|千瓦|平方米|立方米|公里|次|条|个|%|％|美元|股|字节)")
_OTHER_NUMBER = re.compile(
    r"(?:信用代码|组织机构代码|登记编?号|合同编?号|专利号|申请号|公开号|授权号|公告号|项目编?号|文号|备案号|许可证号?|"
    r"批准文号|统计代码|订单号|流水号|发票(?:代码|号码)|ISBN|ISSN|DOI|ZL|CN)[^0-9\n]{0,6}\Z",
    re.IGNORECASE,
)
_ID_WORDS = re.compile(r"身份证|证件号|公民身份|ID ?(?:card|number|no)", re.IGNORECASE)
_CARD_WORDS = re.compile(r"卡号|账号|帐号|账户|帐户|开户|银行|card|account", re.IGNORECASE)
_CARD_START = re.compile(r"62|4|5[1-5]|35|37|955|6011|2[2-7]|9[0-9]")
_LENGTHS_OF_CARDS = range(15, 20)


def scan_text(text: str, place: str = "") -> list[Finding]:
    """The numbers of persons in `text`; `place` says where the text is from."""
    findings = []
    for kind, start, end in find(text):
        around = text[max(0, start - _BEFORE) : end + _AFTER]
        findings.append(
            Finding(
                kind,
                mask(text[start:end]),
                place,
                text.count("\n", 0, start) + 1,
                " ".join(mask_text(around).split()),
            )
        )
    return findings


def find(text: str) -> Iterator[tuple[Kind, int, int]]:
    """Kind, start and end of each number."""
    half = text.translate(_HALF)
    for match in _CANDIDATE.finditer(half):
        start, end = match.span()
        before, after = half[max(0, start - _BEFORE) : start], half[end : end + _AFTER]
        if _LETTER.search(before) and not _LABEL.search(before):
            continue  # the tail of a code such as ZL2021…
        whole = match[0].rstrip(" -")
        end = start + len(whole)
        kind = _kind(whole, before, after)
        if kind is not None:
            yield kind, start, end
            continue
        yield from _pieces(half, whole, start)


def _pieces(half: str, whole: str, start: int) -> Iterator[tuple[Kind, int, int]]:
    """Several numbers divided by blanks, which the form takes for one."""
    if " " not in whole:
        return
    for piece in re.finditer(r"[^ ]+", whole):
        place, end = start + piece.start(), start + piece.end()
        if not _ALONE.fullmatch(plain(piece[0])):
            continue
        kind = _kind(piece[0], half[max(0, place - _BEFORE) : place], half[end : end + _AFTER])
        if kind is not None:
            yield kind, place, end


def _kind(number: str, before: str, after: str) -> Kind | None:
    digits = plain(number).removeprefix("+")
    if _UNIT_AFTER.match(after):
        return None
    other = _OTHER_NUMBER.search(before) is not None and not _ID_WORDS.search(before)
    if is_resident_id(digits):
        return None if other and is_uscc(digits) else Kind.IDENTITY
    if len(digits) == 15 and _OLD_ID.fullmatch(digits) and _ID_WORDS.search(before):
        return Kind.IDENTITY
    if is_mobile(digits):
        return None if other else Kind.TELEPHONE
    if len(digits) in _LENGTHS_OF_CARDS and is_bank_card(digits) and not other:
        words = _CARD_WORDS.search(before) is not None
        if words or (len(digits) in (16, 19) and _CARD_START.match(digits)):
            return Kind.CARD
    return None


def mask(number: str) -> str:
    """The number with only its first three and last four characters: ``500***********1234``.

    >>> mask("500101199001011234")
    '500***********1234'
    """
    kept = plain(number).removeprefix("+")
    return kept[:3] + "*" * max(len(kept) - 7, 1) + kept[-4:]


def mask_text(text: str) -> str:
    """`text` with every number of a person masked; all else stays as it is."""
    parts, last = [], 0
    for _kind_of, start, end in find(text):
        parts += [text[last:start], mask(text[start:end])]
        last = end
    return "".join([*parts, text[last:]])
