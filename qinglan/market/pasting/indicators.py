"""Figures that a need wants changed: “COD由500mg/L降至50mg/L以下”."""

import re
from collections.abc import Iterator

from qinglan.market.pasting.found import Found

_VALUE = r"([≤≥<>＜＞约]?\s*\d+(?:\.\d+)?)\s*(%|％|‰|℃|°C|[A-Za-zμ·²³⁻/\d]*[A-Za-z³²](?:/[A-Za-z\d·³²]+)*|元/[^\s，。；、]{1,4}|小时|分钟|天|年|吨|千瓦时|度|毫克/升|毫克/立方米)?"
_CHANGE = re.compile(
    r"(?:将|把|使)?([A-Za-z\u4e00-\u9fff][A-Za-z0-9.\u4e00-\u9fff（）()-]{0,18}?)\s*(?:由|从)(?:目前的?|现在的?|现有的?)?\s*"
    + _VALUE
    + r"\s*(?:左右|以上)?\s*(?:稳定)?(?:降至|降到|降低到|降低至|减至|减少到|提高到|提高至|提升到|提升至|升至|增加到|延长到|延长至|缩短到|缩短至|控制到|控制在|达到|至|到)\s*"
    + _VALUE
)
_LEADING = re.compile(r"^.*?(?:希望|需要|要求|想|拟|并|能|可|以便|同时|寻求|解决)(?:将|把|使)?")


def indicators(text: str) -> Iterator[Found]:
    """Each with ``name``, ``present``, ``wanted`` and ``unit`` as its value."""
    seen = set()
    for change in _CHANGE.finditer(text):
        name, present, present_unit, wanted, wanted_unit = change.groups()
        name = _LEADING.sub("", name).strip("的，, ")
        if not name or name in seen or (present_unit and wanted_unit and present_unit != wanted_unit):
            continue
        seen.add(name)
        value = {
            "name": name,
            "present": present.strip(),
            "wanted": wanted.strip(),
            "unit": (wanted_unit or present_unit or "").replace("％", "%"),
        }
        yield Found("indicator", value, change.start(), change.end())
