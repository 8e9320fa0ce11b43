"""Of which account a statement is, and in which currency, as its first rows say it."""

import re
import unicodedata
from collections.abc import Sequence

from qinglan.contracts.settling.bank_cells import words
from qinglan.contracts.settling.bank_columns import Columns
from qinglan.kernel.sheets.table import Line

_LABEL = re.compile(
    r"(?:本方|查询|客户|主)?(?:[账帐][号户]|[账帐]户号码?|卡号)(?:/卡号)?\s*(?:\[.*?\])?\s*[:：]?\s*(.*)"
)
_NUMBER = re.compile(r"[\dXx*][\dXx* -]{6,38}[\dXx*]")
_CURRENCY = re.compile(r"币[种别]\s*[:：]?\s*(\S+)?")
_YUAN = re.compile(r"人民币|cny|rmb|^(元|156|0?0?1)$", re.IGNORECASE)
LEAST = 4
"""Digits at an end that must be the same for two numbers to be told apart from stars."""


def account_said(above: Sequence[Line], below: Sequence[Line], columns: Columns) -> str:
    """The number of the account, digits and stars; "" where the file gives none, or several."""
    if "own" in columns.places:
        found = {_plain(words(line.cell(columns.places["own"]))) for line in below}
        numbers = {one for one in found if one}
        return numbers.pop() if len(numbers) == 1 else ""
    labelled = {_plain(one) for one in _labelled(above, _LABEL) if _NUMBER.fullmatch(one.strip())}
    return labelled.pop() if len(labelled) == 1 else ""


def other_currency(above: Sequence[Line]) -> str:
    """A currency that is not yuan, as the rows above the heading name it; else ""."""
    return next((one for one in _labelled(above, _CURRENCY) if one and not _YUAN.search(one)), "")


def _labelled(lines: Sequence[Line], label: re.Pattern[str]) -> list[str]:
    """What stands behind the label, in its cell or the next one."""
    found = []
    for line in lines[:-1]:  # the last is the heading
        filled = [_tight(words(line.cell(index))) for index in line.filled]
        for place, text in enumerate(filled):
            match = label.fullmatch(text) or label.match(text)
            if match:
                behind = filled[place + 1] if place + 1 < len(filled) else ""
                found.append((match[1] or "").strip() or behind)
    return found


def _tight(text: str) -> str:
    """Without the blanks that spread a label over its cell: 账　　号."""
    return re.sub(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff:])", "", unicodedata.normalize("NFKC", text))


def _plain(text: str) -> str:
    return re.sub(r"[^\d*]", "", text.upper().replace("X", "*"))


def differs(said: str, ours: str) -> bool:
    """Whether the two can't be the same account: other digits where both show some."""
    theirs, mine = _plain(said), _plain(ours)
    if min(len(theirs), len(mine)) < 2 * LEAST:
        return False
    if "*" in theirs:
        head, tail = theirs.split("*")[0], theirs.rsplit("*", 1)[1]
        return not (mine.startswith(head) and mine.endswith(tail))
    return not (theirs in mine or mine in theirs)
