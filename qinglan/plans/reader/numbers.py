"""The number tokenizer: printed numbers with their units, magnitudes, ranges and bounds."""

import re
from dataclasses import dataclass

from qinglan.plans.reader.model import Number
from qinglan.plans.reader.units import MAGNITUDE, TIME_UNITS, base_unit, unit_pattern

_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_TENS = {"十": 10, "百": 100, "千": 1000}
CHINESE_DIGITS = "零〇一二两三四五六七八九十百千"

_ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_HAN = rf"(?:[{CHINESE_DIGITS}]+万[{CHINESE_DIGITS}]+|[{CHINESE_DIGITS}]+(?:点[零〇一二三四五六七八九]+)?)"
_UNIT = unit_pattern()
_TO = r"(?:-{1,2}|~|至|到)"
_MAG = rf"(?:{MAGNITUDE}|[百千](?=[余多]?[家个户人名亩元项种件]))"
_BOUND = r"(?:（(?:含|含本数|包含)[^）]{0,6}）)?(?:(?P<ge>及其?以上|以上|及以上)|(?P<le>及其?以下|以下|以内|之内|范围(?:以内|之内|内)|内)|(?P<about>左右|上下))"


def _number(kind: str, name: str, tail: str) -> str:
    return (
        rf"(?P<{name}a>{kind})(?P<{name}v>[余多来几]?)(?P<{name}m>{tail})?(?P<{name}w>[余多]?)(?P<{name}u>{_UNIT})?"
        rf"(?:{_TO}(?P<{name}b>{kind})(?P<{name}x>[余多]?)(?P<{name}n>{tail})?(?P<{name}y>[余多]?)(?P<{name}t>{_UNIT})?)?"
    )


_TOKEN = re.compile(
    r"(?=[\d零〇一二两三四五六七八九十百千万亿半过数趋近])(?:"
    rf"百分之(?P<pa>{_HAN}|{_ARABIC})(?:{_TO}(?:百分之)?(?P<pb>{_HAN}|{_ARABIC}))?"
    rf"|千分之(?P<ka>{_HAN}|{_ARABIC})"
    r"|(?P<fd>[二两三四五六七八九十\d]+)分之(?P<fn>[一二两三四五六七八九\d]+)"
    r"|(?P<half>一半|半数(?=以上)|过半(?!年))"
    r"|数以(?P<count>[百千万亿])计"
    r"|(?P<near>趋近于?零|趋零|近零(?=增长|排放(?!区|园|建|示|试|工)|填埋|事故|库存))"
    r"|(?P<zero>(?<![一二两三四五六七八九十百千万亿〇])零(?=增长|新增|死亡|填埋|事故|伤亡|直排|发生|投诉|感染|缺陷|障碍返))"
    r"|(?P<ra>\d+(?:\.\d+)?)(?P<ru>/(?:10|十)万)(?![\u4e00-\u9fff]?元)"
    r"|(?P<halfy>半)(?P<halfu>年|个月|个小时|小时|天|个工作日)"
    rf"|(?<![A-Za-z\d.+]){_number(_ARABIC, 'd', _MAG)}"
    rf"|{_number(_HAN, 'h', MAGNITUDE)}"
    rf"|(?P<mm>亿|万)(?P<mu>(?:美元|元|吨|千瓦时|千瓦|亩|平方米|人次|人(?!口|均|才|员)|户|头|台|辆)(?!GDP|地区|工业|产值|增加值|产出))"
    r")"
)
_SUFFIX = re.compile(_BOUND)
_INNER = frozenset("部容涵生需陆地河设外在置存燃径循")
_WITHIN_UNITS = frozenset(
    ["米", "公里", "千米", "%", "元", "分贝", "人", "个", "倍", "个百分点", "平方米", "岁", "周岁"]
)


@dataclass(slots=True)
class Token:
    """One printed number: `text[start:core]` is number and unit, `text[start:end]` includes a bound such as 以上."""

    start: int
    core: int
    end: int
    value: Number
    upper: Number | None
    unit: str
    bound: str
    approximate: bool
    chinese: bool
    bare: bool = False


def chinese_number(numeral: str) -> float:
    """The value of a Chinese numeral (三, 十二, 二〇二五, 一百零五, 一万五千, 三点五)."""
    whole, _, decimals = numeral.partition("点")
    value = float(_whole(whole))
    if decimals:
        value += float("0." + "".join(str(_DIGITS[char]) for char in decimals))
    return value


def _whole(numeral: str) -> int:
    if "亿" in numeral:
        high, _, low = numeral.partition("亿")
        return _whole(high or "一") * 10**8 + (_whole(low) if low else 0)
    if "万" in numeral:
        high, _, low = numeral.partition("万")
        return _whole(high or "一") * 10**4 + (_whole(low) if low else 0)
    if not any(char in _TENS for char in numeral):
        return int("".join(str(_DIGITS[char]) for char in numeral) or "0")
    total = 0
    digit = 0
    for char in numeral:
        if char in _TENS:
            total += (digit or 1) * _TENS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit


def parse_number(numeral: str) -> Number:
    """The value of an Arabic or Chinese numeral; an int where it is whole."""
    value = float(numeral.replace(",", "")) if numeral[0].isascii() else chinese_number(numeral)
    return plain(value)


def plain(value: float) -> Number:
    """An int where `value` is whole, else a float rounded to what was printed."""
    return int(value) if value == int(value) else round(value, 6)


def tokens(text: str) -> list[Token]:
    """All number tokens of a folded text, left to right, not overlapping."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        token = _token(match)
        if token is not None:
            _read_bound(text, token)
            found.append(token)
    return found


def _token(match: re.Match[str]) -> Token | None:
    group = match.group
    start, end = match.span()
    if group("da"):
        return _plain_token(match, "d", chinese=False)
    if group("ha"):
        return _plain_token(match, "h", chinese=True)
    share = _share(match)
    if share is not None or group("fd"):
        return share
    if group("half"):
        bound = "gt" if group("half") == "过半" else ""
        return Token(start, end, end, 50, None, "%", bound, False, True)
    if group("count"):
        value = {"百": 100, "千": 1000, "万": 10000, "亿": 100000000}[group("count")]
        return Token(start, end, end, value, None, "", "", True, True)
    if group("near"):
        return Token(start, end, end, 0, None, "", "", True, True)
    if group("zero"):
        return Token(start, end, end, 0, None, "", "", False, True)
    if group("halfy"):
        return Token(start, end, end, 0.5, None, group("halfu"), "", False, True)
    return Token(start, end, end, 1, None, group("mm") + group("mu"), "", False, True, bare=True)


def _share(match: re.Match[str]) -> Token | None:
    """Shares in words (百分之三十, 三分之一) and per 100,000 (12/10万); None for any other number."""
    group = match.group
    start, end = match.span()
    if group("pa"):
        upper = parse_number(group("pb")) if group("pb") else None
        return Token(start, end, end, parse_number(group("pa")), upper, "%", "", False, True)
    if group("ka"):
        return Token(start, end, end, parse_number(group("ka")), None, "‰", "", False, True)
    if group("fd"):
        bottom = parse_number(group("fd"))
        if not bottom:
            return None
        value = round(parse_number(group("fn")) / bottom * 100, 2)
        return Token(start, end, end, plain(value), None, "%", "", False, True)
    if group("ra"):
        return Token(start, end, end, parse_number(group("ra")), None, group("ru"), "", False, False)
    return None


def _plain_token(match: re.Match[str], name: str, *, chinese: bool) -> Token | None:
    group = match.group
    first, magnitude, unit = group(name + "a"), group(name + "m") or "", group(name + "u") or ""
    approximate = bool(group(name + "v") or group(name + "w"))
    start, end = match.span()
    second = group(name + "b")
    if second is None:
        if chinese and not unit:
            return None
        return Token(start, end, end, parse_number(first), None, magnitude + unit, "", approximate, chinese)
    last_unit, last_magnitude = group(name + "t") or "", group(name + "n") or ""
    value, upper = parse_number(first), parse_number(second)
    if (unit and not last_unit) or (not last_unit and not last_magnitude):
        if not unit and not magnitude:
            return None
        core = match.end(name + "u") if unit else match.end(name + "m")
        return Token(start, core, core, value, None, magnitude + unit, "", approximate, chinese)
    if unit and unit != last_unit:
        core = match.end(name + "u")
        return Token(start, core, core, value, None, magnitude + unit, "", approximate, chinese)
    value = _rescaled(value, magnitude, last_magnitude) if magnitude or unit else value
    if value >= upper:
        return None
    return Token(start, end, end, value, upper, last_magnitude + last_unit, "", approximate, chinese)


_SCALE = {
    "万亿": 12,
    "千亿": 11,
    "百亿": 10,
    "十亿": 9,
    "亿": 8,
    "千万": 7,
    "百万": 6,
    "十万": 5,
    "万": 4,
    "千": 3,
    "百": 2,
    "": 0,
}


def _rescaled(value: Number, magnitude: str, wanted: str) -> Number:
    shift = _SCALE[magnitude] - _SCALE[wanted]
    return plain(value * 10**shift) if shift >= 0 else plain(value / 10**-shift)


def _read_bound(text: str, token: Token) -> None:
    match = _SUFFIX.match(text, token.core)
    if match is None:
        return
    word = match.group()
    if word == "内":
        after = text[match.end() : match.end() + 1]
        base = base_unit(token.unit)
        if after in _INNER or (base not in TIME_UNITS and base not in _WITHIN_UNITS):
            return
    token.end = match.end()
    if match.group("ge"):
        token.bound = "ge"
    elif match.group("le"):
        token.bound = "le"
    else:
        token.approximate = True
