"""The pages: who sees what, every form does its verb, lists cost the same for one row and for three."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from qinglan.contracts.models import Registration, RegistrationSide, RegistrationState
from qinglan.contracts.registering import queries
from qinglan.contracts.views import registration_list
from qinglan.kernel import clock, permissions
from tests.contracts.registering import made
from tests.support.people import person

pytestmark = pytest.mark.django_db
PAGES = "/contracts/registrations/"


@pytest.fixture
def who(db: None) -> dict[str, Any]:
    return made.people() | {"auditor": person("auditor", "auditor")}


def client(user: Any) -> Client:
    found = Client(headers={"accept-language": "zh-hans"})
    found.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return found


def post(user: Any, row: Registration, page: str, data: dict[str, Any] | None = None) -> Any:
    row.refresh_from_db()
    return client(user).post(f"{PAGES}{row.pk}/{page}/", {"version": row.revision, **(data or {})})


def test_the_list_and_the_permission_agree_for_everybody(who: dict[str, Any]) -> None:
    own = made.registration(who, "registered", office=None)
    at_office = made.registration(
        who,
        "handed_in",
        keeper=who["buyer_unit"],
        seller_unit=None,
        seller_code="",
        seller_name="外地演示单位",
    )
    strange = made.registration(
        who,
        "registered",
        "2026990001000002",
        keeper=None,
        seller_unit=None,
        buyer_unit=None,
        office=None,
        seller_territory="",
    )
    who |= made.of_districts()
    expected = {
        "member": {own.pk},
        "buyer": {own.pk, at_office.pk},
        "registrar": {at_office.pk},
        "officer": {own.pk, at_office.pk, strange.pk},
        "auditor": {own.pk, at_office.pk, strange.pk},
        "stranger": set(),
        "of_seller": {own.pk, at_office.pk},
        "of_buyer": {own.pk, at_office.pk, strange.pk},
        "of_none": set(),
    }
    for name, rows in expected.items():
        user = who[name]
        assert set(queries.registrations_seen_by(user).values_list("pk", flat=True)) == rows, name
        for row in Registration.objects.select_related("office"):
            answer = bool(permissions.answer(user, "contracts.view_registration", row))
            assert answer == (row.pk in rows), name
            assert client(user).get(row.get_absolute_url()).status_code == (200 if answer else 403)
    assert not queries.registrations_seen_by(AnonymousUser()).exists()
    assert Client().get(own.get_absolute_url()).status_code == 302


def test_the_whole_way_by_the_pages(who: dict[str, Any]) -> None:
    contract = made.in_force(who)
    page = client(who["member"]).get(contract.get_absolute_url()).content.decode()
    assert f"/contracts/{contract.number}/register/" in page
    client(who["member"]).post(f"/contracts/{contract.number}/register/")
    row = Registration.objects.get(contract=contract)
    project = {
        "title": row.title, "form": "patent_licence", "tech_field": "6", "ip_kind": "invention", "plan_source": "none",
        "goal": "01", "industry": "C", "payment_mode": "once", "pricing_way": "agreed", "begins_on": "2026-01-10",
        "ends_on": "2028-01-09", "is_related": "no", "office": who["office"].pk,
    }  # fmt: skip
    assert post(who["member"], row, "project", project).status_code == 302
    too_much = post(who["member"], row, "amounts", {"technology_amount": "2100000"})
    assert too_much.status_code == 200
    assert "210万元" in too_much.content.decode()
    costs = {"kind_1": "equipment", "title_1": "膜组件（演示）", "quantity_1": "1", "amount_1": "200000"}
    assert post(who["member"], row, "amounts", {"technology_amount": "1800000", **costs}).status_code == 302
    for side, kind in (("seller", "170"), ("buyer", "150")):
        row.refresh_from_db()
        party = {"name": getattr(row, f"{side}_name"), "code": getattr(row, f"{side}_code"), "country": "142", "territory": "990101", "type": kind}  # fmt: skip
        assert post(who["member"], row, f"sides/{side}", party).status_code == 302
    post(who["member"], row, "hand-in")
    post(who["registrar"], row, "accept")
    assert post(who["registrar"], row, "pass").status_code == 302
    post(who["member"], row, "file")
    number = {"number": made.NUMBER, "registered_on": clock.today().isoformat(), "amount": "2000000", "technology_amount": "1800000"}  # fmt: skip
    assert post(who["registrar"], row, "number", number).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.national_number, row.amount, row.technology_amount) == (
        RegistrationState.REGISTERED, made.NUMBER, 2_000_000_00, 1_800_000_00,
    )  # fmt: skip
    assert made.NUMBER in client(who["buyer"]).get(contract.get_absolute_url()).content.decode()


def test_a_registrar_gets_no_way_to_a_contract_that_is_closed_to_him(who: dict[str, Any]) -> None:
    row = made.draft(who)
    Registration.objects.filter(pk=row.pk).update(state="handed_in")
    assert row.contract is not None
    address = row.contract.get_absolute_url()
    assert f'href="{address}"' not in client(who["registrar"]).get(row.get_absolute_url()).content.decode()
    assert f'href="{address}"' in client(who["member"]).get(row.get_absolute_url()).content.decode()


def test_an_end_beyond_the_last_holiday_notice_says_so(who: dict[str, Any]) -> None:
    known = made.registration(who, "accepted")
    unknown = made.registration(
        who,
        "accepted",
        accepted_on=date(2026, 12, 20),
        due_on=date(2027, 1, 11),
        amount=1_00,
        technology_amount=1_00,
    )
    for row, expected in ((known, False), (unknown, True)):
        page = client(who["registrar"]).get(row.get_absolute_url()).content.decode()
        assert ("暂定" in page) is expected, row.due_on


def test_who_saw_an_older_page_gets_409(who: dict[str, Any]) -> None:
    row = made.registration(who, "handed_in")
    client(who["registrar"]).post(f"{PAGES}{row.pk}/accept/", {"version": 0})
    answer = client(who["second"]).post(f"{PAGES}{row.pk}/accept/", {"version": 0})
    assert answer.status_code == 409
    row.refresh_from_db()
    found = answer.context["differences"]
    assert [(one.label, one.yours, one.current) for one in found] == [
        ("状态", "待受理", "审核中"),
        ("受理日期", "—", str(row.accepted_on)),
        ("办理期限", "—", str(row.due_on)),
    ]
    assert found.who == str(who["registrar"])
    words = answer.content.decode()
    assert [part in words for part in ("您打开时", "当前记录", f"最近一次由{who['registrar']}于")] == [
        True
    ] * 3


def test_the_fill_in_sheet_has_every_field_with_its_copy_button(who: dict[str, Any]) -> None:
    row = made.registration(who, "passed", amount=201_234_567)
    page = client(who["member"]).get(f"{PAGES}{row.pk}/sheet/").content.decode()
    keys = ["projectname", "totalamount", "technicalamount", "contracttype", "buyername", "sellername"]
    assert sorted(keys, key=page.index) == keys
    for value in ("专利实施许可", "201.234567", "200.00", "环境保护与资源综合利用", who["buyer_unit"].name):
        assert f'data-q-copy="{value}"' in page
    book = load_workbook(BytesIO(client(who["member"]).get(f"{PAGES}{row.pk}/sheet/?export=xlsx").content))
    values = {line[1]: line[2] for line in book.active.iter_rows(values_only=True) if len(line) > 2}  # type: ignore[union-attr]
    assert (values["totalamount"], values["techarea"]) == ("201.234567", "环境保护与资源综合利用")


def test_the_export_has_the_national_columns_with_the_number_before_them(who: dict[str, Any]) -> None:
    made.registration(who, "registered")
    content = client(who["officer"]).get(f"{PAGES}?export=xlsx").content
    rows = [line for line in load_workbook(BytesIO(content)).active.iter_rows(values_only=True) if line[1]]  # type: ignore[union-attr]
    assert rows[0][:7] == ("合同登记编号", "登记日期", "预审编号", "项目名称", "买方名称", "合同成交额（万元）", "技术交易额（万元）")  # fmt: skip
    assert rows[1][0] == made.NUMBER
    assert rows[1][5:7] == ("200.00", "200.00")


@pytest.mark.parametrize(
    ("name", "address"), [("registrar", PAGES), ("registrar", f"{PAGES}queue/"), ("of_seller", PAGES)]
)
def test_lists_ask_the_same_for_one_row_and_for_three(who: dict[str, Any], name: str, address: str) -> None:
    user = client((who | made.of_districts())[name])

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert user.get(address).status_code == 200
        return len(found)

    made.registration(who, "handed_in")
    user.get(address)
    one = asked()
    for amount in (1, 2):
        made.registration(who, "accepted", amount=amount, technology_amount=amount)
    assert asked() == one


def test_an_officer_of_a_district_reads_and_does_nothing(who: dict[str, Any]) -> None:
    who |= made.of_districts()
    row = made.draft(who, seller_territory="990101", buyer_territory="110108")
    assert client(who["of_seller"]).get(row.get_absolute_url()).status_code == 403
    Registration.objects.filter(pk=row.pk).update(state="handed_in")
    row.refresh_from_db()
    made.registration(who, "registered", seller_territory="990102", buyer_territory="990102")
    user = client(who["of_seller"])
    listed = user.get(PAGES)
    assert [one.pk for one in listed.context["list"].items] == [row.pk]
    assert PAGES in user.get("/").content.decode()
    page = user.get(row.get_absolute_url())
    seen = {name: page.context[name] for name in ("acts", "writes", "settles", "may_green", "reads_papers")}
    assert seen == {"acts": [], "writes": False, "settles": False, "may_green": False, "reads_papers": False}
    assert row.contract is not None
    assert f'href="{row.contract.get_absolute_url()}"' not in page.content.decode()
    assert user.get(f"{PAGES}{row.pk}/sheet/").status_code == 200
    for url in (
        f"{PAGES}queue/",
        f"{PAGES}offices/",
        f"{PAGES}{row.pk}/project/",
        f"{PAGES}{row.pk}/number/",
    ):
        assert user.get(url).status_code == 403, url
    for act in ("accept", "file", "hand-in", "take-back"):
        assert post(who["of_seller"], row, act).status_code == 403, act
    exported = load_workbook(BytesIO(user.get(f"{PAGES}?export=xlsx").content)).active
    assert exported is not None
    assert len([line for line in exported.iter_rows(values_only=True) if row.title in line]) == 1


def test_the_list_of_a_district_looks_through_a_stretch_at_a_time(
    who: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    who |= made.of_districts()
    rows = [
        made.registration(
            who, "registered", f"20269900010000{n:02d}", seller_territory="990101" if n < 2 else "990102"
        )
        for n in range(6)
    ]
    monkeypatch.setattr(registration_list, "STRETCH", 3)
    user = client(who["of_seller"])
    answer = user.get(PAGES)
    assert answer.context["list"].items == []
    found = user.get(PAGES + answer.context["older_url"]).context["list"].items
    assert [one.pk for one in found] == [rows[1].pk, rows[0].pk]


def test_the_queue_warns_of_the_same_contract_and_sorts_by_the_end(who: dict[str, Any]) -> None:
    made.registration(who, "registered")
    made.registration(who, "handed_in", title="另一个标题（演示）")
    first = made.registration(who, "accepted", amount=1_00, technology_amount=1_00, title="先到期（演示）")
    answer = client(who["registrar"]).get(f"{PAGES}queue/")
    items = answer.context["list"].items
    assert [(one.pk == first.pk, one.has_twin) for one in items] == [(True, False), (False, True)]
    assert "疑似已登记" in answer.content.decode()


@pytest.mark.parametrize("by", ["national_number", "seller_code", "buyer_name"])
def test_numbers_codes_and_beginnings_of_names_are_found(who: dict[str, Any], by: str) -> None:
    row = made.registration(who, "registered")
    made.registration(who, "registered", "2026990001000002", seller_code="", seller_name="别家（演示）", buyer_name="另一家（演示）")  # fmt: skip
    words = getattr(row, by)[:30]
    found = client(who["officer"]).get(PAGES, {"q": words}).context["list"].items
    assert [one.pk for one in found] == [row.pk]


def test_pages_follow_the_key_and_a_stretch_bounds_a_filter_without_index(
    who: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        made.registration(who, "registered", f"20269900010000{n:02d}", kind="service" if n < 2 else "licence")
        for n in range(6)
    ]
    monkeypatch.setattr(registration_list, "STRETCH", 3)
    user = client(who["officer"])
    answer = user.get(PAGES, {"kind": "service"})
    assert answer.context["list"].items == []
    older = answer.context["older_url"]
    assert older == f"?kind=service&before={rows[3].pk}"
    found = user.get(PAGES + older).context["list"].items
    assert [one.pk for one in found] == [rows[1].pk, rows[0].pk]
    assert [one.pk for one in user.get(PAGES, {"before": rows[2].pk}).context["list"].items] == [
        rows[1].pk, rows[0].pk,
    ]  # fmt: skip


def test_a_long_range_of_days_is_looked_through_a_month_at_a_time(who: dict[str, Any]) -> None:
    early, late = (
        made.registration(who, "registered", f"202699000100000{n}", registered_on=day)
        for n, day in ((1, date(2026, 2, 2)), (2, date(2026, 6, 1)))
    )
    user = client(who["officer"])
    asked = {"kind": "licence", "registered_from": "2026-01-01", "registered_to": "2026-06-15"}
    answer = user.get(PAGES, asked)
    assert [one.pk for one in answer.context["list"].items] == [late.pk]
    seen = []
    while older := answer.context["older_url"]:
        answer = user.get(PAGES + older)
        seen += [one.pk for one in answer.context["list"].items]
    assert seen == [early.pk]
    whole = user.get(PAGES, {name: value for name, value in asked.items() if name != "kind"})
    assert [one.pk for one in whole.context["list"].items] == [late.pk, early.pk]


def test_offices_are_for_officers(who: dict[str, Any]) -> None:
    assert client(who["registrar"]).get(f"{PAGES}offices/").status_code == 403
    page = client(who["officer"]).get(f"{PAGES}offices/").content.decode()
    assert who["office"].name in page
    data = {"works_here": "on", "pattern": "digits_14", "area": "9900", "place": "01", "version": 1}
    answer = client(who["officer"]).post(f"{PAGES}offices/{who['office'].pk}/", data)
    assert answer.status_code == 302
    assert client(who["officer"]).post(f"{PAGES}offices/{who['office'].pk}/", data).status_code == 409


@pytest.mark.parametrize("name", ["officer", "of_seller", "registrar"])
def test_what_is_being_prepared_is_closed_to_who_oversees_and_to_the_office(
    who: dict[str, Any], name: str
) -> None:
    who |= made.of_districts()
    row = made.draft(who, seller_territory="990101", technology_amount=1_234_567_00)
    assert row.contract is not None
    user = client(who[name])
    for url in (row.get_absolute_url(), f"{row.get_absolute_url()}sheet/"):
        assert user.get(url).status_code == 403
    assert "1,234,567" not in user.get(f"{PAGES}?export=csv").content.decode()
    assert "1,234,567" not in user.get(row.contract.get_absolute_url()).content.decode()
    assert client(who["buyer"]).get(row.get_absolute_url()).status_code == 200
    Registration.objects.filter(pk=row.pk).update(state="handed_in")
    assert user.get(row.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("name", "sees"), [("officer", False), ("of_seller", False), ("registrar", True), ("member", True)]
)
def test_persons_stand_in_sheet_and_export_for_the_sides_and_the_office_alone(
    who: dict[str, Any], name: str, sees: bool
) -> None:
    who |= made.of_districts()
    row = made.registration(who, "registered", seller_territory="990101")
    side, _made = RegistrationSide.objects.get_or_create(registration=row, side="seller")
    RegistrationSide.objects.filter(pk=side.pk).update(contact="某联系人（演示）", telephone="023-60000000")
    user = client(who[name])
    sheet = user.get(f"{row.get_absolute_url()}sheet/").content.decode()
    exported = user.get(f"{PAGES}?export=csv").content.decode()
    assert row.title in exported
    for text in (sheet, exported):
        assert ("某联系人（演示）" in text, "023-60000000" in text) == (sees, sees)


@pytest.mark.parametrize(("name", "sees"), [("officer", False), ("registrar", True)])
def test_persons_stand_in_the_export_of_the_queue_for_the_office_alone(
    who: dict[str, Any], name: str, sees: bool
) -> None:
    row = made.registration(who, "handed_in")
    side, _made = RegistrationSide.objects.get_or_create(registration=row, side="seller")
    RegistrationSide.objects.filter(pk=side.pk).update(contact="某联系人（演示）", telephone="023-60000000")
    exported = client(who[name]).get(f"{PAGES}queue/?export=csv").content.decode()
    assert (row.title in exported, "某联系人（演示）" in exported) == (True, sees)
