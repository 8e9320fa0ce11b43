"""Territories, people and organisations for tests, all invented."""

from datetime import date
from typing import Any

from stdnum.cn import uscc

from qinglan.kernel.codes.models import Territory
from qinglan.parties.domain.organisation import Particulars, register_organisation, verify_organisation
from qinglan.parties.models import Organisation, User
from tests.support.people import person

PASSWORD = "a-long-pass-word-2026"
DAY = date(2026, 1, 5)
MOBILE = "19900000001"


def territories() -> Any:
    city, _ = Territory.objects.get_or_create(
        code="990000", name_zh="青川市", name_en="Qingchuan", pinyin="qing1", kind="prefecture"
    )
    for code, zh, en in (("990101", "东区", "East"), ("990102", "西区", "West")):
        Territory.objects.get_or_create(
            code=code, name_zh=zh, name_en=en, pinyin=en.lower(), kind="division", parent=city
        )
    return city


def officer_account() -> Any:
    user = person("officer", "officer")
    user.set_password(PASSWORD)
    user.save()
    return user


def person_account(name: str) -> Any:
    user = User.objects.create(username=name, display_name=name)
    user.set_password(PASSWORD)
    user.save()
    return user


def code(number: int) -> str:
    """A unified social credit code with the right check character."""
    first = f"91990101MA{number:07d}"
    return first + uscc.calc_check_digit(first)


def particulars(number: int = 1, **changes: Any) -> Particulars:
    values: dict[str, Any] = {
        "name": f"青川第{number}环保有限公司",
        "code": code(number),
        "kind": "enterprise",
        "territory": Territory.objects.get(code="990101"),
        "contact_name": "联系人",
        "contact_mobile": MOBILE,
        "legal_representative": "法定代表人",
    }
    return Particulars(**{**values, **changes})


def preloaded(officer: Any, number: int = 1, **changes: Any) -> Organisation:
    return register_organisation(
        acting_user=officer, particulars=particulars(number, **changes), basis="名录 1 号", is_another=True
    )


def verified(officer: Any, number: int = 1, **changes: Any) -> Organisation:
    return verify_organisation(
        acting_user=officer, organisation=preloaded(officer, number, **changes), on=DAY, basis="执照"
    )
