"""After the award: a factory is revoked and barred; a base goes yellow, rectifies, fails and exits."""

from datetime import date
from typing import Any

import pytest

from qinglan.parties.domain.account import system_user
from qinglan.programmes.domain.duty import watch_duties
from qinglan.programmes.domain.round import RoundPlan, announce_round, create_round
from qinglan.programmes.models import Award, Bar, Round
from tests.support.browser import PHONE
from tests.walks import chongqing, clock, stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FACTORY, BASE = "green-factory", "engineering-research-centre"


def opened(officer: Any, slug: str) -> Round:
    """A round of the scheme that takes applications for a month."""
    from datetime import timedelta

    from qinglan.kernel import clock as site_clock

    now = site_clock.now()
    plan = RoundPlan(
        year=now.year, opens_at=now - timedelta(minutes=5), closes_at=now + timedelta(days=30),
        issuer=chongqing.BUREAU,
    )  # fmt: skip
    one = create_round(acting_user=officer, version=chongqing.scheme(slug), plan=plan)
    return announce_round(acting_user=officer, round=one, seen_revision=one.revision)


def test_a_factory_is_revoked_and_barred(sits: Any) -> None:
    clock.begin_at("2026-06-01T09:30")
    chongqing.load(FACTORY)
    office = stage.people()
    applicant = chongqing.firm(office["officer"], 1, "缙云制造")
    award = chongqing.held(
        office["officer"], FACTORY, applicant, "渝绿厂2025001", document="工信部节函〔2025〕1号"
    )
    manager = chongqing.works_at("manager", applicant)
    one = opened(office["officer"], FACTORY)
    officer, firm, stranger = sits(office["officer"]), sits(manager, PHONE), sits()
    officer.go("/awards/kept/").follow("缙云制造").press("撤销认定")
    officer.press("撤销认定", among=officer.main.locator("form")).reads(
        "请选择"
    )  # nothing is revoked without a ground
    officer.main.get_by_label("撤销事由").select_option(label="弄虚作假")
    officer.write("理由", "能耗数据经核查不实").looks_right("factory-revoke")
    officer.press("撤销认定", among=officer.main.locator("form")).reads("认定已撤销。", "2029-05-31")
    stranger.go("/awards/").follow("缙云制造").reads("已撤销", "能耗数据经核查不实", "工信部节函〔2025〕1号")
    stranger.looks_right("factory-register")
    firm.go("/awards/kept/").follow("缙云制造").reads("2029-05-31", "能耗数据经核查不实").looks_right(
        "factory-holder"
    )
    firm.go(f"/rounds/{one.pk}/apply/").reads("2029-05-31").looks_right("factory-barred")
    firm.main.locator("form button.btn-primary").click()
    firm.reads("2029-05-31")
    assert not one.cases.exists()
    assert (Award.objects.get(pk=award.pk).state, Bar.objects.get().until) == ("revoked", date(2029, 5, 31))


def test_a_base_goes_yellow_rectifies_fails_and_exits(sits: Any) -> None:
    clock.begin_at("2026-03-02T09:30")
    chongqing.load(BASE)
    office = stage.people()
    host = chongqing.firm(office["officer"], 1, "缙云材料")
    award = chongqing.held(
        office["officer"], BASE, host, "渝绿研2025001", subject_name="绿色材料工程研究中心（演示）",
        granted_on=date(2025, 6, 3),
    )  # fmt: skip
    manager = chongqing.works_at("manager", host)
    watch_duties(acting_user=system_user())
    officer, firm = sits(office["officer"]), sits(manager, PHONE)
    firm.go("/awards/kept/").follow("缙云材料").press("每年3月31日前报上一年运行情况")
    for label, text in (
        ("研发投入占主营业务收入", "3.2"), ("核心人员流失比例", "5"), ("当年获得授权的绿色专利", "4"),
        ("当年登记的技术合同", "2"), ("当年转化的成果", "1"),
    ):  # fmt: skip
        firm.write(label, text)
    for question in ("连续两个季度研发投入下降", "经查实有数据造假", "更名、依托单位"):
        firm.main.get_by_role("group", name=question).get_by_label("否").check()
    firm.main.get_by_role("group", name="最近一次中期检查").get_by_label("合格", exact=True).check()
    firm.looks_right("base-report")
    firm.press("提交报告").reads("报告已提交。")
    firm.go(f"/awards/{award.pk}/keep/").reads("黄", "研发投入低于4%").looks_right("base-yellow")
    firm.press("研发投入低于4%").write("方案", "追加研发预算，按季度核对。").press("提交方案").reads(
        "方案已提交。"
    )
    clock.move_to(office["administrator"], "2027-03-05T09:30")
    officer.go("/awards/kept/").follow("缙云材料").press("研发投入低于4%").reads("追加研发预算")
    officer.tick("未通过").write("理由", "一年期满，研发投入占比仍为3.4%").press("录入结果").reads(
        "结果已录入。"
    )
    officer.looks_right("base-failed")
    officer.press("撤销认定")
    officer.main.get_by_label("撤销事由").select_option(label="整改一年后复查仍不合格")
    officer.write("理由", "整改期满复查不合格").press("撤销认定", among=officer.main.locator("form"))
    officer.reads("认定已撤销。", "2030-03-04")
    sits().go(award.get_absolute_url()).reads("已撤销", "整改期满复查不合格")
