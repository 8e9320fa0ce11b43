"""The facts about an applicant that conditions, scorers and prefilling may name: a closed list.

A fact that the system doesn't know on the day is unknown, never false.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from qinglan.kernel.rulebook.conditions import Answer
from qinglan.kernel.rulebook.packs import Text

FactType = Literal["text", "number", "date", "yes_no"]


@dataclass(frozen=True)
class Fact:
    """A fact: its name, type, meaning in both languages and unit."""

    name: str
    type: FactType
    text: Text
    unit: str = ""


class BadFact(ValueError):
    """A fact isn't of its type, or isn't on the list."""


def _fact(name: str, type_: FactType, zh: str, en: str, unit: str = "") -> Fact:
    return Fact(name, type_, Text(zh=zh, en=en), unit)


_LIST = (
    _fact("organisation.code", "text", "统一社会信用代码", "Unified social credit code"),
    _fact("organisation.name", "text", "单位名称", "Name of the organisation"),
    _fact("organisation.kind", "text", "单位类型", "Kind of organisation"),
    _fact("organisation.territory", "text", "所在区县代码", "Code of the district"),
    _fact("organisation.territory_name", "text", "所在区县", "District"),
    _fact("organisation.industry", "text", "国民经济行业代码", "Industry (GB/T 4754)"),
    _fact("organisation.address", "text", "地址", "Address"),
    _fact("organisation.legal_representative", "text", "法定代表人", "Legal representative"),
    _fact("organisation.contact_name", "text", "联系人", "Contact person"),
    _fact("organisation.contact_mobile", "text", "联系人手机", "Mobile number of the contact person"),
    _fact("organisation.registered_on", "date", "成立日期", "Date of registration"),
    _fact("organisation.registered_capital", "number", "注册资本", "Registered capital", "元"),
    _fact("organisation.months", "number", "截至申报日成立满几个月", "Full months since registration", "月"),
    _fact("organisation.verified", "yes_no", "单位已核验", "The organisation is verified"),
    _fact("organisation.ended", "yes_no", "单位已注销或并入他人", "The organisation has ended"),
    _fact("organisation.green", "yes_no", "有有效的绿色标签", "Has a green tag in force"),
    _fact("organisation.green_share", "number", "绿色标签载明的绿色收入占比", "Green share by its tag", "%"),
    _fact("programme.barred", "yes_no", "在禁止再次申报的期限内", "Is barred from applying again"),
    _fact("programme.holds", "yes_no", "已有本项目的有效结果", "Holds a valid award of this scheme"),
    _fact(
        "programme.removed_before", "yes_no", "曾被本项目移出或撤销", "Was removed from this scheme before"
    ),
    _fact("round.year", "number", "批次年度", "Year of the round"),
    _fact("round.opens", "date", "批次开始日", "First day of the round"),
    _fact("round.closes", "date", "批次截止日", "Last day of the round"),
    _fact("case.day", "date", "申报日", "Day of the application"),
    _fact("rights.inventions", "number", "有效发明专利数", "Invention patents in force", "件"),
    _fact(
        "rights.green_inventions", "number", "有效绿色发明专利数", "Green invention patents in force", "件"
    ),
    _fact("rights.class_one", "number", "有效Ⅰ类知识产权数", "Class I rights in force", "件"),
    _fact("rights.class_two", "number", "有效Ⅱ类知识产权数", "Class II rights in force", "件"),
    _fact(
        "contracts.count_last_year", "number", "上一年登记技术合同数", "Contracts registered last year", "项"
    ),
    _fact("contracts.value_last_year", "number", "上一年登记技术交易额", "Technology value last year", "元"),
    _fact("credit.dishonest", "yes_no", "被列为失信被执行人", "Listed as a dishonest debtor"),
    _fact("credit.abnormal", "yes_no", "在经营异常名录内", "On the list of abnormal operations"),
    _fact("credit.serious", "yes_no", "在严重失信主体名单内", "On the list of serious dishonesty"),
)
FACTS: dict[str, Fact] = {fact.name: fact for fact in _LIST}
"""Facts by name."""
_HOLDS = re.compile(r"holds\.([a-z][a-z0-9_]*)")


def held_scheme(name: str) -> str | None:
    """The slug of the scheme that a fact ``holds.green_factory`` is about, or None for other names."""
    found = _HOLDS.fullmatch(name)
    return found[1].replace("_", "-") if found else None


def fact(name: str) -> Fact | None:
    """The fact of that name; ``holds.<slug with _>`` says whether the applicant holds a valid award of it."""
    if (slug := held_scheme(name)) is not None:
        return _fact(name, "yes_no", f"持有有效的 {slug}", f"Holds a valid award of {slug}")
    return FACTS.get(name)


def typed(name: str, value: Any) -> Answer:
    """`value` as the fact's type; None stays None. Raises BadFact."""
    known = fact(name)
    if known is None:
        raise BadFact(f"there is no fact {name}")
    if value is None or value == "":
        return None
    try:
        if known.type == "number" and isinstance(value, str | int | Decimal) and not isinstance(value, bool):
            return Decimal(value)
        if known.type == "date" and isinstance(value, str | date):
            return value if isinstance(value, date) else date.fromisoformat(value)
        if known.type == "yes_no" and isinstance(value, bool):
            return value
        if known.type == "text" and isinstance(value, str):
            return value
    except (ArithmeticError, ValueError) as error:
        raise BadFact(f"{name}: {value!r} is no {known.type}") from error
    raise BadFact(f"{name}: {value!r} is no {known.type}")
