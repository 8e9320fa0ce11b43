"""Arrangements for tests, all invented. Days are those of 2026 and before, so that nothing lies in the future."""

from datetime import date
from typing import Any

from qinglan.contracts.domain.mobility import apply_mobility, begin_mobility
from qinglan.contracts.domain.mobility_decision import agree_mobility, approve_mobility
from qinglan.contracts.models import Mobility
from tests.contracts import made
from tests.market.contact.test_agreement import PDF
from tests.parties.organisations.made import code
from tests.support.people import person

CONTENT: dict[str, Any] = {
    "form": "leave",
    "person_name": "林某（演示）",
    "post": "副教授",
    "firm_code": "",
    "firm_name": "青川外部演示环保有限公司",
    "task": "以干法剥皮节水技术创办企业",
    "starts_on": date(2026, 1, 1),
    "ends_on": date(2028, 12, 31),
    "years_of_service": 6,
    "is_head": False,
    "leads_national_project": False,
    "is_under_investigation": False,
    "pay_terms": "保留人事关系和基本工资。",
    "ip_terms": "离岗期间的发明归企业，使用原成果另订许可。",
    "secrecy_terms": "保守原单位技术秘密。",
}
APPROVAL: dict[str, Any] = {
    "decision": "院长办公会纪要（演示）第 12 号",
    "noticed_from": date(2025, 12, 8),
    "noticed_until": date(2025, 12, 15),
    "decided_on": date(2025, 12, 16),
}


def people() -> dict[str, Any]:
    """`tests.contracts.made.parties`, a researcher `lin` of the unit `owner`; its people decide."""
    return made.parties() | {"lin": person("lin"), "firm_code": code(31)}


def draft(who: dict[str, Any], **changes: Any) -> Mobility:
    return begin_mobility(acting_user=who["lin"], unit=who["owner"], values={**CONTENT, **changes})


def applied(who: dict[str, Any], **changes: Any) -> Mobility:
    return apply_mobility(acting_user=who["lin"], mobility=draft(who, **changes))


def approved(who: dict[str, Any], **changes: Any) -> Mobility:
    return approve_mobility(acting_user=who["admin"], mobility=applied(who, **changes), **APPROVAL)


def in_force(who: dict[str, Any], **changes: Any) -> Mobility:
    return agree_mobility(
        acting_user=who["admin"],
        mobility=approved(who, **changes),
        agreed_on=date(2025, 12, 20),
        name="协议.pdf",
        content=PDF,
    )
