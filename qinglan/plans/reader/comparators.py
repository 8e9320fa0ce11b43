"""The comparator of a number, from the printed words on either side of it."""

import re

from qinglan.plans.reader.clauses import Place
from qinglan.plans.reader.model import Comparator

_NEAR: list[tuple[str, Comparator]] = [
    ("不(?:得|能|应|会|要|宜|可)?(?:低于|少于|小于|短于|弱于|下于|早于)", "ge"),
    ("(?:至少|最少|最低(?!工资|生活|收入|限度)|起码|下限为?|达到或超过|达到或高于|大于等于|≥)", "ge"),
    ("不(?:得|能|应|会|要|宜|可)?(?:超过|高于|多于|大于|超出|突破|长于|晚于)", "le"),
    ("(?:最高|最多|最长|最大|至多|上限为?|封顶|小于等于|≤)", "le"),
]
_LOOSE = re.compile("|".join(f"(?P<c{i}>{words})" for i, (words, _) in enumerate(_NEAR)))
_TIGHT = re.compile(
    r"(?:(?P<gt>超过|突破|大于|高于|多于|超出|跨越|跨过|跃过|逾|(?<![赶反])超|(?<![通经超不度渡跨跃])过|>)"
    r"|(?P<lt>低于|小于|少于|短于|不足|不到|不满|未满|未达到|<)"
    r"|(?P<ge>(?<![圆美丰充])满)"
    r"|(?P<approx>(?<![节合集预大制])约|大约|大概|接近|将近|(?<![最附接临邻])近|大致))"
    r"(?:人民币|了|等于)?(?:（[^）]{0,8}）)?$"
)
_FILLER = re.compile(
    r"(?:[^，。；、\d]{0,32}的|人民币|(?:再|可|一次性)?[给予以奖励补助补贴支持资设建]{0,6}|为|达到?|控制在|[^，。；、\d]{0,12})"
)
_QUOTED = re.compile(r"“[^“”]{1,14}”")
_TAIL_CAP = re.compile(r"(?:[^，。；、\d]{0,6})(?:封顶|为上限|为限)")
_DIFFERENCE = re.compile(
    r"(?<!不)(高于|超过|低于|超出|少于)(?!.*(?:达到?|增长|提高|提升|增加|下降|降低|减少|为|在|至|到|培育|建设|新增))[^，。；、\d的]{2,12}(?:平均水平|平均值|平均|估算|概算|定额|标准|限额|水平|同期|价|额|值)$"
)


def comparator(place: Place) -> Comparator:
    """Classify the token of `place`; the bound word that is printed decides, `eq` where there is none."""
    token = place.token
    if token.upper is not None:
        return "range"
    left = place.own_left
    tight = _TIGHT.search(left)
    loose = _last_loose(left)
    if loose is not None and (tight is None or loose[1] >= tight.start() - 2):
        return loose[0]
    if token.bound == "ge":
        return "ge"
    if tight is not None:
        return next(bound for bound in _TIGHT_BOUNDS if tight.group(bound))
    return _by_suffix(place, left)


_TIGHT_BOUNDS: tuple[Comparator, ...] = ("gt", "lt", "ge", "approx")


def _by_suffix(place: Place, left: str) -> Comparator:
    """The comparator of a number that has no bound word directly before it."""
    token = place.token
    if token.bound == "le":
        return "le"
    far = _DIFFERENCE.search(left)
    if far is not None and not token.approximate:
        return "lt" if far.group(1) in ("低于", "少于") else "gt"
    if token.bound == "gt":
        return "gt"
    if token.approximate:
        return "approx"
    return "le" if _TAIL_CAP.match(place.right) else "eq"


def _last_loose(left: str) -> tuple[Comparator, int] | None:
    last: re.Match[str] | None = None
    left = _QUOTED.sub(lambda name: "“" * len(name.group()), left)
    for match in _LOOSE.finditer(left[-48:]):
        last = match
    if last is None:
        return None
    offset = max(0, len(left) - 48)
    filler = left[offset + last.end() :]
    if (
        len(filler) > (32 if filler.endswith("的") else 18)
        or not _FILLER.fullmatch(filler)
        or re.search(r"[，。；、]", filler)
    ):
        return None
    index = next(i for i in range(len(_NEAR)) if last.group(f"c{i}"))
    return _NEAR[index][1], offset + last.start()
