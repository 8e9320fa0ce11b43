"""研发经理, on a phone: from a code without login to a certificate that a stranger verifies."""

import re
from typing import Any

import pytest

from qinglan.kernel.messages.models import Channel, Choice
from qinglan.parties.domain.account import system_user
from qinglan.programmes.domain.check import Point, ask_for_correction
from qinglan.programmes.domain.duty import watch_duties
from qinglan.programmes.models import Award, Case, CaseDraft, CaseRevision, Duty
from tests.kernel.messages.conftest import service  # noqa: F401 - a fixture
from tests.support.browser import PHONE
from tests.walks import applications, chongqing, clock, manager_form, office_decision, stage
from tests.walks.mail import subjects
from tests.walks.worker import work_off

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_code_to_the_application(sits: Any, service: Any) -> None:  # noqa: F811 - the fixture
    here = stage.opened("2026-06-01", closes="2026-06-12T17:30")
    for number, name in enumerate(("绿色技改奖补", "绿色贷款贴息", "首创产品备案"), 1):
        stage.small_scheme(here.officer, f"small-{number}", f"{name}（演示）")
    firm = chongqing.firm(here.officer, 1, "缙云环保")
    stranger = sits(size=PHONE)
    stranger.go("/what-can-i-get/").write("统一社会信用代码", firm.code).press("查询")
    stranger.reads("缙云环保（演示）有限公司").looks_right("manager-benefits")
    lights = stranger.main.locator(".q-card .q-answer .q-light").all_inner_texts()
    assert [word for word in lights if "符合" in word] == [
        "未见不符合，部分条件待确认", "全部条件符合", "全部条件符合", "全部条件符合",
    ]  # fmt: skip
    user = chongqing.somebody("manager")
    Choice.objects.create(user=user, channels=[Channel.MAIL])
    phone = sits(user, PHONE)
    phone.go(f"/organisations/claim/?code={firm.code}").write("手机号码", "19900000001").send()
    number = re.search(r"[0-9]{6}", service.data()[-1]["text"])
    assert number is not None
    phone.write("验证码", number[0]).send().reads("缙云环保（演示）有限公司")
    phone.go(f"/what-can-i-get/?code={firm.code}").follow_card("绿色技术创新企业").press("开始申报")
    second = sits(user, PHONE)
    second.go(phone.page.url.removeprefix(phone.visitor.base))
    for window in (phone, second):
        window.main.locator("form button.btn-primary").click()
        window.reads("申报书各部分")
    case = Case.objects.get()
    manager_form.fills_in(phone, firm.name, firm.code)
    for shade, (section, question) in enumerate(applications.FILES, 31):
        manager_form.photographs(phone, case, section, question, shade)
    phone.go(f"/cases/{case.pk}/form/")
    printed = phone.take("打印草稿")
    assert printed.startswith(b"%PDF")
    phone.looks_right("manager-form")
    for window in (phone, second):
        window.go(f"/cases/{case.pk}/form/").press("核对并提交")
    phone.press("提交申报").reads("申报已提交").looks_right("manager-submitted")
    second.press("提交申报").reads("2026-0001-0001")
    assert CaseRevision.objects.get().case == case
    late = chongqing.firm(here.officer, 2, "歌乐再生")
    owner = chongqing.works_at("late", late)
    unsent = applications.complete(owner, here.round, late)
    clock.move_to(here.administrator, "2026-06-12T17:29")
    second = sits(owner, PHONE)
    second.go(f"/cases/{unsent.pk}/form/").press("核对并提交")
    clock.move_to(here.administrator, "2026-06-12T17:30:00")
    second.press("提交申报").reads("未能提交", "2026-06-12 17:30", "查看批次")
    second.visitor.errors.clear()  # the browser notes that the answer was a refusal
    second.looks_right("manager-late")
    second.go(f"/cases/{unsent.pk}/").reads("草稿")
    assert (CaseRevision.objects.count(), CaseDraft.objects.get(case=unsent).answers["contact"]) == (
        1,
        "示例联系人 023-60000000",
    )


def test_from_the_correction_to_the_certificate_and_the_report_of_the_year(sits: Any, mailbox: Any) -> None:
    here = stage.submitted("2026-06-01", stage.FIRMS[:1])
    phone = sits(here.people[0], PHONE)
    here.cases = here.fresh()
    point = Point("申报书扫描件缺单位公章", "示例通知第三条", section="files", question="application")
    ask_for_correction(acting_user=here.officer, case=here.cases[0], points=[point])
    work_off()
    told = subjects(mailbox)[-1][1]
    assert "补正" in told
    phone.go("/messages/").press(told).press("查看相关事项").press("继续补正")
    phone.reads("申报书扫描件缺单位公章", "示例通知第三条").looks_right("manager-correction")
    phone.press("去补正").reads("申报书（盖章扫描）")
    manager_form.photographs(phone, here.cases[0], "files", "application", 99)
    phone.go(f"/cases/{here.cases[0].pk}/form/").press("核对并提交").press("提交补正").reads("已提交")
    stage.to_draw(here)
    stage.through_review(here)
    stage.over_notice(here)
    stage.granted(here)
    work_off()
    award = Award.objects.get()
    phone.go("/cases/").follow("绿色技术创新企业").reads(award.number).looks_right("manager-granted")
    phone.press("查看证书")
    certificate = phone.take("下载 PDF")
    assert certificate.startswith(b"%PDF")
    stranger = sits()
    office_decision.stranger_verifies(stranger, award)
    stranger.looks_right("manager-verified")
    clock.move_to(here.administrator, "2027-03-01T09:30")
    watch_duties(acting_user=system_user())
    phone.go("/awards/kept/").follow("缙云环保").press("每年3月31日前报上一年情况")
    for label, text in (("绿色主营收入占比", "96"), ("研发费用占比", "6.5"), ("成果转化项数", "3")):
        phone.write(label, text)
    manager_form.answers(phone, {"更名、重组或者主营业务变化": "否"})
    phone.press("提交报告").reads("报告已提交。").looks_right("manager-year")
    officer = sits(here.officer)
    officer.go("/awards/kept/").follow("缙云环保").press("每年3月31日前报上一年情况").reads("96").press(
        "审阅报告"
    )
    officer.tick("接受").press("录入结果").reads("结果已录入。")
    assert (Duty.objects.get().state, Award.objects.get().colour) == ("done", "green")
