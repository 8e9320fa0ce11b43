"""The acts of an office by its pages: green tag, experts, change and cancellation, and what the pre-check tells."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qinglan.contracts.models import Registration, RegistrationState
from qinglan.kernel import clock
from qinglan.kernel.web.dates import day
from qinglan.kernel.web.money import money
from tests.contracts.registering import made
from tests.contracts.registering.test_later import LARGE, experts
from tests.kernel.documents.samples import pdf

pytestmark = pytest.mark.django_db
PAGES = "/contracts/registrations/"


@pytest.fixture
def who(db: None) -> dict[str, Any]:
    return made.people()


def client(user: Any) -> Client:
    found = Client(headers={"accept-language": "zh-hans"})
    found.force_login(user)
    return found


def page(user: Any, row: Registration) -> str:
    answer = client(user).get(row.get_absolute_url())
    assert answer.status_code == 200
    return str(answer.content.decode())


def section(user: Any, row: Registration, key: str) -> str:
    """The words of one section of the page; "" where it has none."""
    found = re.search(rf'<section class="q-section" id="{key}">(.*?)</section>', page(user, row), re.S)
    return " ".join(re.sub(r"<[^>]*>", " ", found[1]).split()) if found else ""


def post(user: Any, row: Registration, act: str, **data: Any) -> Any:
    row.refresh_from_db()
    return client(user).post(f"{PAGES}{row.pk}/{act}/", {"version": row.revision, **data})


def test_the_green_tag_stands_with_its_ground_and_who_confirmed_it(who: dict[str, Any]) -> None:
    row = made.registration(who, "registered")
    assert "须由人确认后才算绿色" in section(who["registrar"], row, "green")
    assert f"{PAGES}{row.pk}/green/" in page(who["registrar"], row)
    assert f"{PAGES}{row.pk}/green/" not in page(who["member"], row)
    assert post(who["member"], row, "green", basis="goal").status_code == 403
    empty = post(who["registrar"], row, "green", basis="other", note="")
    assert list(empty.context["form"].errors) == ["note"]
    wrong = post(
        who["registrar"], row, "green", basis="catalogue", catalogue_code="9.9.9", note="见附件（演示）"
    )
    assert list(wrong.context["form"].errors) == ["catalogue_code"]
    for typed in ("9.9.9", "见附件（演示）"):
        assert f'value="{typed}"' in wrong.content.decode()
    assert post(who["registrar"], row, "green", basis="goal", note="节水（演示）").status_code == 302
    shown = section(who["member"], row, "green")
    for words in ("社会经济目标", "节水（演示）", who["registrar"].display_name, day(clock.today())):
        assert words in shown
    row.refresh_from_db()
    assert (row.is_green, row.green_basis, row.green_confirmed_by) == (True, "goal", who["registrar"])


def test_the_green_tag_is_taken_away_with_a_reason(who: dict[str, Any]) -> None:
    row = made.registration(who, "registered")
    post(who["registrar"], row, "green", basis="field")
    silent = post(who["officer"], row, "not-green", note=" ")
    assert list(silent.context["form"].errors) == ["note"]
    assert post(who["officer"], row, "not-green", note="用途不符（演示）").status_code == 302
    row.refresh_from_db()
    assert (row.is_green, row.green_note, row.green_confirmed_by) == (
        False,
        "用途不符（演示）",
        who["officer"],
    )
    shown = section(who["member"], row, "green")
    for words in ("用途不符（演示）", who["officer"].display_name, day(clock.today())):
        assert words in shown


def test_three_opinions_then_the_conclusion(who: dict[str, Any]) -> None:
    row = made.registration(who, "accepted", amount=LARGE, technology_amount=LARGE)
    assert post(who["member"], row, "review", because="large").status_code == 403
    unsaid = post(who["registrar"], row, "review", because="disputed", note="")
    assert list(unsaid.context["form"].errors) == ["note"]
    assert post(who["registrar"], row, "review", because="large").status_code == 302
    for place, one in enumerate(experts(who)):
        early = post(
            who["registrar"], row, "conclude", outcome="technical", conclusion="属于技术合同（演示）"
        )
        assert str(place) in early.context["form"].non_field_errors()[0]
        assert "属于技术合同（演示）" in early.content.decode()
        opinion = {"expert": one.pk, "is_technical": "yes", "text": f"第 {place} 份意见（演示）"}
        assert post(who["registrar"], row, "opinion", **opinion).status_code == 302
        twice = post(who["registrar"], row, "opinion", **opinion)
        assert list(twice.context["form"].errors) == ["expert"]
    shown = section(who["registrar"], row, "reviews")
    assert [f"第 {place} 份意见（演示）" in shown for place in range(3)] == [True, True, True]
    of_unit = section(who["member"], row, "reviews")
    assert "份意见（演示）" not in of_unit
    assert "3 份意见" in of_unit
    done = post(who["registrar"], row, "conclude", outcome="technical", conclusion="一致同意（演示）")
    assert done.status_code == 302
    row.refresh_from_db()
    assert row.state == RegistrationState.ACCEPTED
    assert "一致同意（演示）" in section(who["member"], row, "reviews")


def test_a_lower_value_of_the_experts_goes_back_to_the_unit(who: dict[str, Any]) -> None:
    row = made.registration(who, "accepted", amount=LARGE, technology_amount=LARGE)
    post(who["registrar"], row, "review", because="large")
    for one in experts(who):
        found = {
            "expert": one.pk,
            "is_technical": "yes",
            "text": "核减（演示）",
            "technology_amount": "3000000",
        }
        assert post(who["registrar"], row, "opinion", **found).status_code == 302
    lower = {"outcome": "lower", "conclusion": "设备应当扣除（演示）"}
    without = post(who["registrar"], row, "conclude", **lower)
    assert list(without.context["form"].errors) == ["technology_amount"]
    done = post(who["registrar"], row, "conclude", **lower, technology_amount="3000000")
    assert done.status_code == 302
    row.refresh_from_db()
    assert row.state == RegistrationState.RETURNED
    shown = section(who["member"], row, "reviews")
    assert "设备应当扣除（演示）" in shown
    assert money(3_000_000_00) in shown


def change(row: Registration, **typed: Any) -> dict[str, Any]:
    """What the form of a change sends when only `typed` is changed in it."""
    names = ("title", "begins_on", "ends_on", "seller_name", "buyer_name")
    values = {name: getattr(row, name) for name in names}
    return {**values, "amount": "2000000", "technology_amount": "2000000", **typed}


def test_a_change_is_asked_for_and_settled(who: dict[str, Any]) -> None:
    row = made.registration(who, "registered")
    same = post(who["member"], row, "change", **change(row, reason="没有变化（演示）"))
    assert same.status_code == 200
    assert "没有变化（演示）" in same.content.decode()
    high = post(who["member"], row, "change", **change(row, amount="1500000", reason="减价（演示）"))
    assert list(high.context["form"].errors) == ["technology_amount"]
    less = change(row, amount="1500000", technology_amount="1500000", reason="补充协议（演示）")
    evidence = SimpleUploadedFile("补充协议.pdf", pdf(), content_type="application/pdf")
    assert post(who["member"], row, "change", **less, evidence=evidence).status_code == 302
    shown = section(who["registrar"], row, "changes")
    for words in ("补充协议（演示）", "补充协议.pdf", f"{money(made.PRICE)} → {money(1_500_000_00)}"):
        assert words in shown
    again = post(who["member"], row, "change", **less)
    assert len(again.context["form"].non_field_errors()) == 1
    assert f"{PAGES}{row.pk}/settle-change/" in page(who["registrar"], row)
    today = clock.today().isoformat()
    assert post(who["member"], row, "settle-change", done="yes", on=today).status_code == 403
    unsaid = post(who["registrar"], row, "settle-change", done="no", on=today)
    assert list(unsaid.context["form"].errors) == ["answer"]
    early = post(who["registrar"], row, "settle-change", done="yes", on="2026-01-01")
    assert list(early.context["form"].errors) == ["on"]
    assert post(who["registrar"], row, "settle-change", done="yes", on=today).status_code == 302
    row.refresh_from_db()
    assert (row.amount, row.technology_amount, row.attention) == (1_500_000_00, 1_500_000_00, "")
    assert f"{PAGES}{row.pk}/settle-change/" not in page(who["registrar"], row)


@pytest.mark.parametrize(("done", "state"), [("yes", "cancelled"), ("no", "registered")])
def test_a_cancellation_is_asked_for_and_settled(who: dict[str, Any], done: str, state: str) -> None:
    row = made.registration(who, "registered")
    assert list(post(who["member"], row, "cancel", reason="").context["form"].errors) == ["reason"]
    assert post(who["member"], row, "cancel", reason="合同解除（演示）").status_code == 302
    assert "合同解除（演示）" in section(who["registrar"], row, "changes")
    settled = {"done": done, "on": clock.today().isoformat(), "answer": "国家系统答复（演示）"}
    assert post(who["registrar"], row, "settle-change", **settled).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.national_number) == (state, made.NUMBER)
    for name in ("member", "buyer"):
        assert "国家系统答复（演示）" in section(who[name], row, "changes")


def test_related_parties_without_a_note_are_a_finding_on_the_page(who: dict[str, Any]) -> None:
    row = made.draft(who)
    project = {
        **made.CLASSIFIED, "title": row.title, "begins_on": row.begins_on, "ends_on": row.ends_on,
        "office": who["office"].pk,
    }  # fmt: skip
    finding = "要说明关联关系和定价依据"
    assert finding not in section(who["member"], row, "precheck")
    assert post(who["member"], row, "project", **project, is_related="yes").status_code == 302
    row.refresh_from_db()
    assert row.is_related is True
    shown = section(who["member"], row, "precheck")
    assert finding in shown
    assert f"{PAGES}{row.pk}/hand-in/" not in page(who["member"], row)
    note = "同一股东各持 60%，按评估价（演示）"
    told = post(who["member"], row, "project", **project, is_related="yes", related_note=note)
    assert told.status_code == 302
    shown = section(who["member"], row, "precheck")
    assert finding not in shown
    assert "关联交易：可以登记" in shown
    whole = page(who["member"], row)
    assert note in whole
    assert f"{PAGES}{row.pk}/hand-in/" in whole


def test_to_change_what_was_handed_in_and_to_give_it_up_have_two_names(who: dict[str, Any]) -> None:
    row = made.registration(who, "handed_in")
    found = re.findall(r">(取回修改|撤回登记申请|撤回)<", page(who["member"], row))
    assert found == ["取回修改", "撤回登记申请"]
