"""Amounts in Chinese capitals, as contracts and cheques write them."""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("仟", "佰", "拾", "")
_GROUPS = ("", "万", "亿")
_LARGEST = 10**14


def capitals(fen: int) -> str:
    """An amount of 分 in capitals (票据大写, 《支付结算办法》附一); ValueError below nought or beyond 12 digits of 元.

    >>> capitals(200_000_000)
    '人民币贰佰万元整'
    >>> capitals(100_500_05)
    '人民币壹拾万零伍佰元零伍分'
    >>> capitals(10_07_00)
    '人民币壹仟零柒元整'
    """
    if not 0 <= fen < _LARGEST:
        raise ValueError("an amount in capitals has at most 12 digits and no sign")
    yuan, rest = divmod(fen, 100)
    jiao, cents = divmod(rest, 10)
    found = f"{_whole(yuan)}元" if yuan or not rest else ""
    if not rest:
        return f"人民币{found}整"
    if jiao:
        found += f"{_DIGITS[jiao]}角"
    elif yuan:
        found += "零"
    return f"人民币{found}{_DIGITS[cents]}分" if cents else f"人民币{found}整"


def _whole(yuan: int) -> str:
    if yuan == 0:
        return "零"
    groups = []
    while yuan:
        yuan, group = divmod(yuan, 10_000)
        groups.append(group)
    found, gap = "", False
    for place in reversed(range(len(groups))):
        group = groups[place]
        if group == 0:
            gap = True
            continue
        if found and (gap or group < 1000):
            found += "零"
        found, gap = found + _group(group) + _GROUPS[place], False
    return found


def _group(number: int) -> str:
    """Four digits without noughts at their ends."""
    found, gap = "", False
    for digit, place in zip(f"{number:04d}", _PLACES, strict=True):
        if digit == "0":
            gap = True
            continue
        if found and gap:
            found += "零"
        found, gap = found + _DIGITS[int(digit)] + place, False
    return found
