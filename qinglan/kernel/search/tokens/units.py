"""Units: “10 吨/小时”, “10 t/h” and “10t/h” are one quantity."""

import re

_BASE = (
    "t|kg|g|mg|ug|μg|ng|m3|nm3|m2|km2|mm|cm|km|m|l|ml|kwh|mwh|gwh|kw|mw|gw|w|kj|mj|gj|j|mpa|kpa|pa|bar"
    "|°c|k|h|d|a|min|s|rpm|db|hz|ppm|ppb|tce|tco2e?|tco2|kgce|v|kv|kva|mva|nm|μm|um|mol|%"
)
UNIT = rf"(?:{_BASE})(?:[/·](?:{_BASE}))*"
"""A unit of a folded text, composed ones included."""

_CHINESE = {
    "吨标准煤": "tce", "吨二氧化碳当量": "tco2e", "吨二氧化碳": "tco2", "千瓦时": "kwh", "兆瓦时": "mwh",
    "立方米": "m3", "平方米": "m2", "平方公里": "km2", "毫克": "mg", "微克": "μg", "千克": "kg", "公斤": "kg",
    "吨": "t", "克": "g", "千瓦": "kw", "兆瓦": "mw", "毫米": "mm", "厘米": "cm", "公里": "km", "千米": "km",
    "米": "m", "毫升": "ml", "升": "l", "摄氏度": "°c", "小时": "h", "分钟": "min", "兆帕": "mpa", "千帕": "kpa",
    "分贝": "db", "伏": "v", "千伏": "kv",
}  # fmt: skip
_PER = {"小时": "h", "天": "d", "日": "d", "年": "a", "立方米": "m3", "吨": "t", "升": "l", "平方米": "m2"}
_LONGEST_FIRST = sorted(_CHINESE, key=lambda name: (-len(name), name))
_DENOMINATORS = "|".join(sorted(_PER, key=lambda name: (-len(name), name)))
CHINESE_UNITS = rf"(?:{'|'.join(_LONGEST_FIRST)})(?:/(?:{_DENOMINATORS}))?"
"""A unit in Chinese; “每” before the denominator is written “/” by the time it is looked for."""
_SPLIT = re.compile(r"(\d+(?:\.\d+)?)\s?(.*)")


def parts_of_quantity(piece: str) -> tuple[str, str]:
    """Number and unit of a quantity, the unit in letters.

    >>> parts_of_quantity("10 t/h"), parts_of_quantity("10吨/小时")
    (('10', 't/h'), ('10', 't/h'))
    """
    found = _SPLIT.fullmatch(piece)
    assert found is not None
    number, unit = found.groups()
    head, _slash, below = unit.partition("/")
    if head in _CHINESE:
        head = _CHINESE[head]
        below = _PER.get(below, below)
    return number, f"{head}/{below}" if below else head
