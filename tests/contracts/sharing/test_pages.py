"""The pages: a conversion from disclosure to filing by forms, and who may open what."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from qinglan.contracts.models import Conversion, Distribution, Invention, Inventor, ShareNotice, UnitRule
from tests.contracts.settling import paid
from tests.contracts.sharing import made
from tests.contracts.sharing.made import WAN

pytestmark = pytest.mark.django_db
Who = dict[str, Any]
ID_NUMBER = "11010519491231002X"
CHECKS = {
    "secrecy_by": "保密员（演示）", "secrecy_on": "2026-01-06", "secrecy_basis": "审查表（演示）1 号",
    "publication_by": "科研处（演示）", "publication_on": "2026-01-06", "publication_basis": "审批（演示）1 号",
}  # fmt: skip


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sent(client: Client, url: str, data: dict[str, Any]) -> str:
    """A form that is right leads on; where to."""
    answer = client.post(url, data)
    errors = answer.context["form"].errors if answer.status_code == 200 and answer.context else ""
    assert answer.status_code == 302, (url, errors)
    return str(answer["Location"])


def test_a_conversion_by_its_forms(who: Who) -> None:
    admin, office, finance = (logged_in(who[name]) for name in ("admin", "member", "finance"))
    base = "/contracts/income/"
    rule = {
        "title": "收益分配办法（演示）", "document": "校发〔2025〕1号（演示）", "since": "2025-09-01",
        "nature": "state_university", "carried_by": "first", "team_1": "70", "fund_1": "学院", "share_1_1": "20",
        "fund_2": "学校", "share_2_1": "10", "tail": "学校", "over_2": "100", "team_2": "80", "share_1_2": "15",
        "share_2_2": "5",
    }  # fmt: skip
    sent(admin, f"{base}rules/new/", rule)
    assert [(one.over, one.shares["team"]) for one in UnitRule.objects.get().reckoned().tiers] == [
        (0, 7000), (100 * WAN, 8000),
    ]  # fmt: skip
    low = admin.post(f"{base}rules/new/", {**rule, "team_1": "45", "share_1_1": "45"})
    assert "第四十五条" in low.content.decode()
    again = admin.get(f"{base}rules/new/").content.decode()
    assert 'value="70"' in again
    assert "E+1" not in again
    for place, more in ((1, {"id_number": ID_NUMBER, "account": who["maker"].username}), (2, {})):
        person = {
            "staff_number": f"T{place}",
            "name": f"演示人员{place}",
            "post": "教授",
            "head": "no",
            "id_kind": "居民身份证",
        }
        sent(office, f"{base}people/new/", person | more)
    assert Inventor.objects.get(staff_number="T1").id_number not in ("", ID_NUMBER)
    wrong = {
        "staff_number": "T9",
        "name": "演示",
        "post": "教授",
        "head": "no",
        "id_kind": "居民身份证",
        "account": "nobody",
    }
    assert "nobody" not in Inventor.objects.values_list("staff_number", flat=True)
    assert office.post(f"{base}people/new/", wrong).status_code == 200
    disclosure = {
        "title": "干法剥皮节水技术（演示）",
        "kind": "patent",
        "completed_on": "2025-03-01",
        "summary": "节水。",
    }
    page = sent(office, f"{base}inventions/new/", disclosure)
    first, second = Inventor.objects.order_by("staff_number")
    people = {
        "who_1": first.pk, "what_1": "提出方案", "main_1": "on", "who_2": second.pk, "what_2": "完成试验",
    }  # fmt: skip
    sent(office, f"{page}people/", people)
    invention = Invention.objects.get()
    one, two = invention.contributors.all()
    parts = {"agreed_on": "2026-01-05", "basis": "分配协议（演示）"}
    below = office.post(f"{page}parts/", {f"part_{one.pk}": "40", f"part_{two.pk}": "60", **parts})
    assert "国发〔2016〕16号" in below.content.decode()
    sent(office, f"{page}parts/", {f"part_{one.pk}": "60", f"part_{two.pk}": "40", **parts})
    sent(office, f"{page}check/", {"finding": "owned", "basis": "聘用合同（演示）"})
    proposal = {
        "title": "许可（演示）", "way": "licence", "pricing": "agreement", "price": "200", "price_basis": "集体议价",
        "partner": "演示皮革有限公司", "appraisal": "不评估（演示）", f"weight_{invention.pk}": "1",
    }  # fmt: skip
    page = sent(office, f"{base}new/", proposal)
    sent(office, f"{page}decide/", {"body": "校长办公会", "on": "2026-01-06", "number": "纪要（演示）1 号"})
    notice = sent(office, f"{page}notice/", {"contact": "科研处 023-60000000"})
    for kind in ("docx", "pdf"):
        assert office.get(f"{notice}paper/{kind}/").status_code == 200
    sent(office, f"{notice}post/", CHECKS)
    assert "公示期为15日" in office.get(notice).content.decode()
    made.over(ShareNotice.objects.get())
    row = Conversion.objects.get()
    forms = [
        logged_in(who[name]).get(f"/contracts/new/?conversion={row.number}").context["form"]
        for name in ("member", "buyer")
    ]
    assert [(one["title"].value(), one["name"].value()) for one in forms] == [
        ("许可（演示）", "演示皮革有限公司"), (None, None),
    ]  # fmt: skip
    assert [one.fields["amount"].disabled for one in forms] == [True, False]
    sent_price = {"amount": "0.01"} | {
        name: forms[0][name].value() or "" for name in forms[0].fields if name != "amount"
    }
    answer = logged_in(who["member"]).post(f"/contracts/new/?conversion={row.number}", sent_price)
    assert answer.context["form"].cleaned_data["amount"] == 200 * WAN
    contract = paid.in_force(who, amount=200 * WAN, milestones=[200 * WAN])
    made.registered(contract)
    sent(office, f"{page}contract/", {"contract": contract.pk})
    assert "/contracts/income/conversions/" in office.get(contract.get_absolute_url()).content.decode()
    made.received(who, row := Conversion.objects.get(), 200 * WAN)
    cost = {"kind": "tax", "amount": "200000", "on": "2026-01-21", "voucher": "凭证（演示）1"}
    sent(office, f"{page}costs/new/", cost)
    low = office.post(f"{page}share/", {"team_share": "45", "share_basis": "约定（演示）"})
    assert "第四十五条" in low.content.decode()
    plan = sent(office, f"{page}share/", {"team_share": "70", "share_basis": "约定（演示）"})
    assert Distribution.objects.get().team == 126 * WAN
    notice = sent(office, f"{plan}notice/", {"contact": "科研处 023-60000000", "pay_by": "公示期满后发放"})
    sent(office, f"{notice}post/", CHECKS)
    maker = logged_in(who["maker"])
    assert maker.get(notice).status_code == 200
    made.over(ShareNotice.objects.get(distribution__isnull=False))
    rewards = Distribution.objects.get().rewards.order_by("pk")
    month = {f"{name}_{one.pk}": value for one in rewards for name, value in (("salary", "20000"), ("social", "2000"), ("additional", "2000"), ("other", "0"))}  # fmt: skip
    sent(finance, f"{plan}tax/", {"pay_on": "2026-06-15", "kept_apart": "yes", **month})
    sent(finance, f"{plan}pay/", {"voucher": "发放凭证（演示）1"})
    sent(finance, f"{plan}file/", {"on": "2026-07-10", "number": "备案（演示）1"})
    for name in ("payroll.xlsx", "filing.xlsx", "working.xlsx", "filing.docx", "working.pdf"):
        assert finance.get(f"{plan}{name}").status_code == 200, name
    filing = load_workbook(BytesIO(finance.get(f"{plan}filing.xlsx").content)).active
    assert filing is not None
    text = "\n".join(
        str(cell) for line in filing.iter_rows(values_only=True) for cell in line if cell is not None
    )
    for words in (ID_NUMBER, "国家设立的高校", "许可使用", made.NUMBER, "2026-06-15", "756000", "378000"):
        assert words in text, words
    assert "（待补）" in text
    document = Document(BytesIO(finance.get(f"{plan}filing.docx").content))
    assert ID_NUMBER in "\n".join(cell.text for table in document.tables for cell in table._cells)
    for name in ("payroll.xlsx", "working.xlsx"):
        book = load_workbook(BytesIO(finance.get(f"{plan}{name}").content)).active
        assert book is not None
        cells = [str(cell) for line in book.iter_rows(values_only=True) for cell in line if cell is not None]
        assert not any(ID_NUMBER in cell for cell in cells), name
    assert office.get(f"{plan}filing.xlsx").status_code == 403
    assert office.get(plan).status_code == 200
    own = maker.get(f"{base}mine/").content.decode()
    assert "75.6万元" in own
    assert "50.4万元" not in own
    report = office.get(f"{base}yearly/?year=2026").content.decode()
    for words in ("200.00", "180.00", "126.00", made.NUMBER):
        assert words in report, words
    sheet = load_workbook(BytesIO(office.get(f"{base}yearly/?year=2026&export=xlsx").content)).active
    assert sheet is not None
    assert row.number


NAMES = (
    ("income", ()), ("inventions", ()), ("inventors", ()), ("share-rules", ()), ("income-year", ()),
)  # fmt: skip


def test_outsiders_see_nothing_and_officers_sums_alone(who: Who) -> None:
    plan = made.shared(who, made.usual(who))
    conversion = plan.conversion
    invention = conversion.inventions.get()
    inner = [plan.get_absolute_url(), conversion.get_absolute_url(), f"{plan.get_absolute_url()}payroll.xlsx", f"{plan.get_absolute_url()}working.pdf"]  # fmt: skip
    for name in ("stranger", "officer", "buyer", "maker"):
        client = logged_in(who[name])
        for url in inner:
            assert client.get(url).status_code == 403, (name, url)
    assert logged_in(who["maker"]).get(invention.get_absolute_url()).status_code == 200
    assert logged_in(who["buyer"]).get(invention.get_absolute_url()).status_code == 403
    assert logged_in(who["officer"]).get(reverse("contracts:income-year")).status_code == 200
    assert logged_in(who["stranger"]).get(reverse("contracts:income-year")).status_code == 403
    assert Client().get(conversion.get_absolute_url()).status_code == 302
    text = logged_in(who["maker"]).get(invention.get_absolute_url()).content.decode()
    assert "50 %" in text
    assert "30 %" not in text


def test_lists_cost_the_same_for_one_and_for_many(who: Who, django_assert_max_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = logged_in(who["admin"])
    made.usual(who)
    counts = {}
    for turn in (1, 2):
        for name, _args in NAMES[:4]:
            url = reverse(f"contracts:{name}")
            client.get(url)
            with CaptureQueriesContext(
                connection,
            ) as captured:
                assert client.get(url).status_code == 200
            counts[turn, name] = len(captured)
        if turn == 1:
            team = [made.inventor(who, 4)]
            for place in range(3):
                made.planned(who, [(made.invention(who, team, [10000], mains=1, title=f"成果{place}"), 1)])
    for name in ("income", "inventions", "inventors"):
        assert counts[1, name] == counts[2, name], name


def test_an_idle_invention_is_applied_for_and_answered(who: Who) -> None:
    made.rule(who)
    row = made.invention(
        who, [made.inventor(who, 1, account=who["maker"])], [10000], mains=1, completed_on=date(2024, 1, 10)
    )
    maker, office = logged_in(who["maker"]), logged_in(who["member"])
    assert (
        reverse("contracts:invention-apply", args=[row.number])
        in maker.get("/contracts/income/mine/").content.decode()
    )
    page = sent(maker, f"{row.get_absolute_url()}apply/", {"plan": "与演示企业合作中试"})
    assert maker.post(f"{row.get_absolute_url()}apply/", {"plan": "再次"}).status_code == 200
    assert office.get(page).status_code == 200
    assert logged_in(who["buyer"]).get(page).status_code == 403
    sent(office, f"{page}answer/", {"yes": "yes", "answer": "同意，另签协议"})
    row.refresh_from_db()
    assert row.first_used_on is not None
    assert office.post(f"{page}answer/", {"yes": "no", "answer": "不同意"}).status_code == 409
    fresh = made.invention(
        who, [Inventor.objects.get(staff_number="T0001")], [10000], mains=1, title="新成果", completed_on=date(2026, 1, 2)
    )  # fmt: skip
    early = maker.post(f"{fresh.get_absolute_url()}apply/", {"plan": "过早"})
    assert early.status_code == 200
    assert fresh.applications.count() == 0


def test_the_lists_show_their_rows(who: Who) -> None:
    row = made.usual(who)
    client = logged_in(who["member"])
    shown = {
        name: [one["title"] for one in client.get(f"/contracts/income/{name}").context["shown"]]
        for name in ("", "inventions/", "people/")
    }
    assert shown == {
        "": [row.title],
        "inventions/": ["干法剥皮节水技术（演示）"],
        "people/": ["演示人员甲", "演示人员乙", "演示人员丙"],
    }
    assert row.title in client.get("/contracts/income/").content.decode()


def test_an_inventor_finds_his_share_on_his_desk(who: Who) -> None:
    made.inventor(who, 1, account=who["maker"])
    assert "/contracts/income/mine/" in logged_in(who["maker"]).get("/desk/").content.decode()
    assert "/contracts/income/mine/" not in logged_in(who["stranger"]).get("/desk/").content.decode()
