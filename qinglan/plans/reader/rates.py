"""Rates: what a number is counted for (每年, 每个县, 每4年)."""

import re

from qinglan.plans.reader.clauses import Place
from qinglan.plans.reader.units import TIME_UNITS
from qinglan.plans.reader.verbs import OUTPUT_WORD

_PER = re.compile(
    r"每(?P<per>学期|学年|(?:百|千|万|十万)人口?|半年|半个?月|季度|季|(?:\d+|[一二两三四五六七八九十]+)个?(?:年|月|工作日|天|周|季度|小时|日)|[年月周日天旬]度?"
    r"|(?:\d+|[一二两三四五六七八九十百千万]+)?(?:名|位|户|个|家|所|座|条|人|吨|千瓦时|千瓦|平方米|平方公里|公里|亩|件|项|台|辆|套|例|场|期|次|张|只|头|处|栋|村|县|镇|乡|校|园|班|单|学期|学年|届|批)?"
    r"(?:(?:常住|户籍|城镇|服务)?人口|城乡居民|老年人|农户|居民|[^\d，。；、每至少不最建配给补奖新培设完组举开支拥有达按可奖到加收提医床执注（安检留集免原派驻]{0,8})(?:（[市区县旗场、]+）)?)"
)


def per(place: Place) -> str | None:
    """The base of a rate: 年 for 每年, 4年 for 每4年, 县 for 每个县; None where the number is no rate."""
    clause_left = place.left
    found = None
    for match in _PER.finditer(clause_left):
        if match.end("per") > match.start("per"):
            found = match
    if found is not None:
        return _base(found.group("per"))
    if re.search(r"年均(?=[培引新开举完实组发推])", clause_left):
        return "年"
    after = re.match(r"/(年|月|日|人|户)", place.right)
    if after:
        return after.group(1)
    head = re.match(r"[^，。；\d]{0,6}?每(年|季度|月|周|半年)", place.sentence)
    if head and head.end() <= place.clause_start - place.sentence_start and _joined(place):
        return head.group(1)
    return None


def _joined(place: Place) -> bool:
    """Whether a clause goes on with the head of its sentence, having no subject or time of its own."""
    if place.base in TIME_UNITS or re.search(r"20\d\d年", place.sentence):
        return False
    return OUTPUT_WORD.match(place.left) is not None


def _base(text: str) -> str:
    text = re.sub(r"^(?:个|名|位|家|所|座)(?=.)", "", text)
    return text.rstrip("度") if text in ("年度",) else text
