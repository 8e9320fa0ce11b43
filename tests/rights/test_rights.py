"""Rights: numbers with check digits, status with basis, licences, one pledge at a time, the ledger sheet."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from openpyxl import Workbook

from qinglan.kernel.codes.patents import check_digit
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.permissions import PermissionRefused, answer
from qinglan.rights.domain.right import edit_right, enter_right, record_licence, record_pledge, release_pledge
from qinglan.rights.models import Right
from qinglan.rights.queries import visible

pytestmark = pytest.mark.django_db
Who = dict[str, Any]
SERIAL = "202110123456"
NUMBER = f"ZL{SERIAL}.{check_digit(SERIAL)}"


@pytest.fixture
def who(db: None) -> Who:
    from tests.market.made import market

    return market()


def entered(who: Who, **changes: Any) -> Right:
    values = {"kind": "invention", "number": NUMBER, "title": "一种净水装置", "state": "in_force", "granted_on": date(2023, 5, 1), "applied_on": date(2021, 3, 1)}  # fmt: skip
    return enter_right(acting_user=who["member"], keeper=who["owner"], values={**values, **changes})


def test_a_patent_is_kept_with_its_checked_number_and_its_end_by_law(who: Who) -> None:
    row = entered(who, number=f"专利号：ZL 2021 1 0123456.{check_digit(SERIAL)}")
    assert (row.number, row.expires_on, row.is_green) == (NUMBER, date(2041, 3, 1), False)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": f"ZL{SERIAL}.{(int(check_digit(SERIAL).replace('X', '9')) + 1) % 10}"}, "number"),
        ({"number": "", "kind": "invention"}, "number"),
        ({"kind": "design"}, "number"),
        ({"kind": "secret"}, "number"),
        ({"granted_on": date(2020, 1, 1)}, "granted_on"),
    ],
)
def test_what_can_not_be_is_refused_beside_its_field(who: Who, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Impossible) as refused:
        entered(who, **changes)
    assert refused.value.field == field


def test_a_number_stands_once_and_a_stale_edit_is_noticed(who: Who) -> None:
    row = entered(who)
    with pytest.raises(Impossible):
        entered(who)
    seen = Right.objects.get(pk=row.pk)
    edit_right(acting_user=who["member"], right=row, values={"title": "一种净水设备"})
    with pytest.raises(StaleEdit):
        edit_right(acting_user=who["member"], right=seen, values={"title": "另一种"})


def test_a_new_status_needs_its_basis(who: Who) -> None:
    row = entered(who)
    with pytest.raises(Impossible) as refused:
        edit_right(acting_user=who["member"], right=row, values={"state": "lapsed"})
    assert refused.value.field == "state_basis"


def test_one_pledge_at_a_time_and_licences_name_who_has_them(who: Who) -> None:
    row = entered(who)
    pledge = {"pledgee": "某银行（演示）", "number": "Y2026500000001", "registered_on": date(2026, 1, 5)}
    record_pledge(acting_user=who["member"], right=row, values=pledge)
    with pytest.raises(Impossible):
        record_pledge(acting_user=who["member"], right=row, values=pledge)
    release_pledge(acting_user=who["member"], right=row, on=date(2026, 2, 5))
    licence = {"kind": "exclusive", "licensee": "", "record_number": "", "valid_from": date(2026, 1, 5), "valid_to": None}  # fmt: skip
    with pytest.raises(Impossible) as refused:
        record_licence(acting_user=who["member"], right=row, values=licence)
    assert refused.value.field == "licensee"


def test_what_a_register_shows_is_open_and_a_secret_is_not(who: Who) -> None:
    patent = entered(who)
    secret = entered(who, kind="secret", number="", granted_on=None, title="配方")
    for user, seen in (
        (AnonymousUser(), [patent]), (who["stranger"], [patent]), (who["member"], [patent, secret]), (who["officer"], [patent, secret]),
    ):  # fmt: skip
        assert sorted(visible(user), key=lambda row: row.pk) == seen
        assert [one for one in (patent, secret) if answer(user, "rights.view", one)] == seen
    with pytest.raises(PermissionRefused):
        edit_right(acting_user=who["stranger"], right=patent, values={"title": "x"})


def test_a_ledger_comes_in_by_sheet_and_bad_numbers_are_named(who: Who, tmp_path: Any) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["单位代码", "类型", "编号", "名称", "法律状态", "申请日", "授权日"])
    sheet.append([who["owner"].code, "发明专利", NUMBER, "一种净水装置", "有效", "2021-03-01", "2023-05-01"])
    sheet.append([who["owner"].code, "发明专利", "ZL202110123457.2", "另一种", "有效", "", ""])
    path = tmp_path / "ledger.xlsx"
    book.save(path)
    client = Client()
    client.force_login(who["member"])
    with path.open("rb") as file:
        page = client.post("/sheets/rights/", {"file": file}, follow=True)
    assert page.status_code == 200
    assert "校验位不符" in page.content.decode()


def test_pages_open_to_whom_they_belong(who: Who) -> None:
    row = entered(who)
    client = Client()
    assert client.get(f"/rights/{row.pk}/").status_code == 200
    client.force_login(who["member"])
    for path in ("", "new/", f"{row.pk}/", f"{row.pk}/edit/", f"{row.pk}/licence/", f"{row.pk}/pledge/", f"{row.pk}/release/"):  # fmt: skip
        assert client.get(f"/rights/{path}").status_code == 200
    answer_ = client.post(f"/rights/{row.pk}/pledge/", {"pledgee": "某银行", "number": "Y1", "registered_on": "2026-01-05"})  # fmt: skip
    assert (answer_.status_code, row.pledges.count()) == (302, 1)
