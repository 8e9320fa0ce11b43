"""Findings compared with what the system knows: places, and the owner's ledger of rights."""

import re
from dataclasses import replace

from qinglan.kernel.codes.models import Territory
from qinglan.market.pasting.found import Found
from qinglan.parties.models import Organisation
from qinglan.rights.models import Right
from qinglan.rights.numbers import spellings

_PLACE = re.compile(r"[\u4e00-\u9fff]{2,7}?(?:新区|自治县|区|县|市)")
_LONGEST_PLACE = 9


def place(text: str) -> Found | None:
    """The first place that `text` names and the system knows, in the smallest division named."""
    endings = [hit.end() for hit in _PLACE.finditer(text)]
    spans = {
        text[end - length : end]: (end - length, end)
        for end in endings
        for length in range(2, min(_LONGEST_PLACE, end) + 1)
    }
    known = {one.name_zh: one for one in Territory.objects.filter(name_zh__in=list(spans))}
    if not known:
        return None
    name = min(known, key=lambda one: (known[one].parent_id is None, spans[one][0]))
    start, end = spans[name]
    return Found("territory", known[name], start, end)


def rights(findings: list[Found], owner: Organisation) -> tuple[list[Found], list[Found]]:
    """Patent numbers as rights of the ledger of `owner`, and those that stand in no ledger of his.

    A number stands there as that of the application or of the patent, whichever the text writes.
    """
    numbers = {one: spellings(str(one.value)) for one in findings if one.name == "right"}
    wanted = [number for some in numbers.values() for number in some]
    there = {right.number: right for right in Right.objects.filter(keeper=owner, number__in=wanted)}
    found, elsewhere = [], []
    for one, some in numbers.items():
        right = next((there[number] for number in some if number in there), None)
        if right is None:
            elsewhere.append(one)
        else:
            found.append(replace(one, value=right))
    return found, elsewhere
