"""高校科研处: a patent ledger, an agreed price on notice, contract, registration, receipt, and the inventors' share."""

from io import BytesIO
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from qinglan.contracts.models import (
    BankLine,
    Contract,
    Conversion,
    Distribution,
    Invention,
    Registration,
    Reward,
    ShareNotice,
)
from qinglan.kernel.measures.registry import evaluate
from qinglan.kernel.measures.result import Scope
from qinglan.rights.models import Right
from tests.programmes.applying import picture
from tests.support.browser import DESKTOP, PHONE
from tests.walks import chongqing, contract_steps, money_steps, registration_steps
from tests.walks import research_stage as stage
from tests.walks.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BASE = "/contracts/income/"


def test_from_a_patent_ledger_to_the_yearly_report(sits: Any) -> None:
    here = stage.opened()
    office, buyer = sits(here["teacher"], DESKTOP), sits(here["manager"], PHONE)
    _ledger(office, here)
    _rule(office)
    _people(office)
    _inventions(office)
    page = _priced(office, here)
    contract = _signed(office, buyer, here, page)
    row = _registered(office, contract)
    _received(office, here, contract)
    _shared(office, page)
    _noticed(office, here)
    _paid(sits(here["finance"], DESKTOP))
    registration_steps.green(sits(here["officer"], DESKTOP), row)
    _reported(office, sits, here)


def _ledger(office: Person, here: Any) -> None:
    """Of 20 rows two are bad and named, and nothing comes in; corrected, all 20 do."""
    office.go("/rights/").press("导入").hand_in("文件", "台账.xlsx", stage.ledger(here, bad=True)).send()
    office.reads("第 8 行", "校验位", "第 16 行").looks_right("research-ledger")
    assert Right.objects.count() == 0
    office.press("另选文件").hand_in("文件", "台账.xlsx", stage.ledger(here)).send()
    office.press("导入 20 行").reads("已导入：新增 20 个").looks_right("research-ledger-applied")
    assert Right.objects.filter(keeper=here["university"]).count() == 20


def _rule(office: Person) -> None:
    """45 % is refused with the article, 70 % is entered."""
    office.go(f"{BASE}rules/").reads("还没有办法").press("录入").looks_right("research-rule-form")
    office.write("办法名称", "收益分配办法（演示）").write("文号", "校发〔2025〕1号（演示）").write(
        "生效日", "2025-09-01"
    )
    office.choose("单位性质", "国家设立的高校").write("发明人（%）", "45")
    office.write("分配对象2", "学院").write("分配对象2的比例（%）", "55").choose(
        "尾差归", "最后一个分配对象"
    ).send()
    office.reads("45 %低于法定下限50 %", "第四十五条").looks_right("research-rule-refused")
    office.write("发明人（%）", "70").write("分配对象2的比例（%）", "30").choose("尾差归", "学院").send()
    office.reads("第1版", "70 %", "30 %").looks_right("research-rules")


def _people(office: Person) -> None:
    for place, (name, number) in enumerate((("演示甲", stage.ID_NUMBER), ("演示乙", ""), ("演示丙", "")), 1):
        office.go(f"{BASE}people/new/").write("工号", f"T{place}").write("姓名", name)
        office.write("岗位和职称", "教授").write("证件号码", number)
        if place == 1:
            office.write("其在本系统的账号名", "maker")
        office.send()
    office.reads("演示甲", "演示乙", "演示丙").looks_right("research-people")
    assert stage.ID_NUMBER not in office.text()


def _inventions(office: Person) -> None:
    """Two of them; of the second a main contributor with 40 % is refused."""
    _disclosed(office, "干法剥皮节水技术（演示）", ["演示甲 T1"], "节水装置1（演示）")
    office.write("份额协议", "分配协议（演示）1 号")
    _parts(office, "100").press("核查权属").write("权属核查依据", "聘用合同、项目任务书（演示）").send()
    _disclosed(office, "皮屑回收装置（演示）", ["演示乙 T2", "演示丙 T3"])
    office.write("份额协议", "分配协议（演示）2 号")
    _parts(office, "40", "60").reads("主要贡献人员只得奖励的40 %", "国发〔2016〕16号")
    office.looks_right("research-parts-refused")
    _parts(office, "60", "40").press("核查权属").write("权属核查依据", "聘用合同、项目任务书（演示）").send()
    office.reads("属于本单位", "60 %").looks_right("research-invention")


def _disclosed(office: Person, title: str, people: list[str], right: str = "") -> None:
    office.go(f"{BASE}inventions/").press("录入披露").write("成果名称", title).write("完成日", "2025-03-01")
    if right:
        office.tick(right).looks_right("research-disclosure")
    office.send().press("确定贡献人员")
    for place, name in enumerate(people, 1):
        office.page.select_option(f"select[name=who_{place}]", label=name)
        office.page.fill(f"input[name=what_{place}]", "提出方案并完成试验")
    office.send().press("录入约定份额")


def _parts(office: Person, *parts: str) -> Person:
    for box, part in zip(office.page.locator("input[name^=part_]").all(), parts, strict=True):
        box.fill(part)
    return office.send()


def _priced(office: Person, here: Any) -> str:
    """200 万 as agreed, on notice for 15 days, on a paper that names no person."""
    office.press("提出转化").write("标题", "干法剥皮节水技术许可（演示）").choose("转化方式", "许可")
    office.write("价格（万元）", "200").write("定价依据", "集体议价（演示）")
    office.write("受让方或被许可方", here["firm"].name).write(
        "评估情况或不评估的理由", "单位自主决定不评估（演示）"
    )
    for one, weight in zip(Invention.objects.order_by("pk"), ("10", "11"), strict=True):
        office.page.fill(f"input[name=weight_{one.pk}]", weight)
    office.looks_right("research-proposal").send()
    office.press("录入决策").write("决策机构", "校长办公会").write("决定日期", "2026-03-02")
    office.write("纪要编号", "纪要（演示）1 号").send()
    page = Conversion.objects.get().get_absolute_url()
    office.press("拟定价格公示").write("异议联系方式", "科研处 023-60000000").send()
    paper = Document(BytesIO(office.take("取公示稿（docx）")))
    text = "\n".join(one.text for one in paper.paragraphs)
    for words in ("干法剥皮节水技术（演示）", "200万元", "公示期为15日"):
        assert words in text
    assert "演示甲" not in text
    office.press("张贴").hand_in("盖章扫描件", "公示.png", picture(5))
    _checks(office).tick("机器无法读取的文件我已看过").send()
    office.reads("公示中", "2026-03-17 24:00").looks_right("research-price-notice")
    stage.notice_ends(here, "2026-03-20 09:00")
    return page


def _checks(office: Person) -> Person:
    return office.write("保密审查依据", "审查表（演示）1 号").write("公开审查依据", "审批（演示）1 号")


def _signed(office: Person, buyer: Person, here: Any, page: str) -> Contract:
    """Drafted out of the conversion: nobody types title, price, buyer or patent again. Both stamp, the buyer compares."""
    office.go(page).press("起草合同")
    typed = {
        name: office.page.input_value(f"[name={name}]")
        for name in ("title", "amount", "organisation", "side")
    }
    assert typed == {
        "title": "干法剥皮节水技术许可（演示）", "amount": "2000000", "organisation": here["firm"].name,
        "side": "seller",
    }  # fmt: skip
    assert office.field("节水装置1（演示）").is_checked()
    office.looks_right("research-contract-begun")
    contract = contract_steps.begun_here(
        office, kind="licence/ordinary", begins_on="2026-03-20", ends_on="2029-03-19", is_related="no"
    )
    office.looks_right("research-contract-draft")
    contract_steps.versioned(office, contract)
    contract_steps.signed(office, buyer, contract)
    buyer.looks_right("research-contract-signed")
    office.go(page).press("关联合同").choose("合同", str(contract)).send()
    office.reads("实施中", "还没有国家登记编号").looks_right("research-running")
    return contract


def _registered(office: Person, contract: Contract) -> Registration:
    """技术交易额 210 万 on 200 万 is refused with both; filed by the fill-in sheet, the national number entered."""
    row = registration_steps.classified(office, contract)
    registration_steps.valued(office, row, refused="2100000.00")
    office.reads("210万元", "200万元").looks_right("research-amounts-refused")
    registration_steps.valued(office, row, amount="2000000.00")
    office.go(f"{row.get_absolute_url()}sheet/").reads("totalamount", "200.00").looks_right("research-sheet")
    registration_steps.filed(office, row, stage.NUMBER)
    office.looks_right("research-registered")
    return row


def _received(office: Person, here: Any, contract: Contract) -> None:
    """The bank's statement as xlsx: 200 万, by the contract's number."""
    money_steps.account(office, contract)
    stage.clock.move_to(here["administrator"], "2026-03-26 09:00")
    content = stage.statement(here["firm"].name, contract.number)
    money_steps.statement(office, content).reads("200万元").press("导入流水")
    office.press("确认并入账").reads("已凭回单入账").looks_right("research-received")
    assert BankLine.objects.get().assigned == 200 * stage.WAN


def _shared(office: Person, page: str) -> None:
    """200 万 − 20 万 = 180 万, 70 % are 126 万; 45 % is refused with the article."""
    office.go(page).press("录入成本").choose("成本种类", "税费").write("金额（元）", "200000")
    office.write("日期", "2026-03-25").write("凭证号", "凭证（演示）1").send()
    office.reads("1,800,000.00").looks_right("research-money").press("分配收益")
    office.write("发明人约定比例（%）", "45").write("比例约定", "约定（演示）").send()
    office.reads("45 %低于法定下限50 %", "第四十五条").looks_right("research-share-refused")
    office.write("发明人约定比例（%）", "").write("比例约定", "").send()
    office.reads("126万元", "180万元", "540,000.00", "600,000.00").looks_right("research-plan")
    plan = Distribution.objects.get()
    assert (plan.received, plan.costs, plan.net, plan.team) == tuple(
        amount * stage.WAN for amount in (200, 20, 180, 126)
    )
    rewards = list(plan.rewards.order_by("pk").values_list("amount", flat=True))
    assert rewards == [600_000_00, 396_000_00, 264_000_00]


def _noticed(office: Person, here: Any) -> None:
    """A list with an identity number is not put up; without it the rewards stand on notice for 15 working days."""
    office.press("拟定奖励公示").write("异议联系方式", "科研处 023-60000000").send()
    office.press("张贴")
    bad = money_steps.book([["姓名", "证件"], ["演示甲", stage.ID_NUMBER]])
    office.hand_in("附件", "名单.xlsx", bad)
    _checks(office).send()
    office.reads("名单.xlsx", "请删除或者遮盖").looks_right("research-notice-blocked")
    assert ShareNotice.objects.get(distribution__isnull=False).state == "drafted"
    _checks(office).send()
    office.reads("公示中", "15个工作日", stage.NUMBER, "演示甲", "600,000.00").looks_right(
        "research-reward-notice"
    )
    stage.notice_ends(here, "2026-06-15 09:00")


def _paid(finance: Person) -> None:
    """In June the lead inventor's 60 万 are paid less 56,600.00; payment list, filing and working paper are taken."""
    plan = Distribution.objects.get()
    finance.go(plan.get_absolute_url()).press("测算税额").write("发放日", "2026-06-15")
    finance.choose("奖励单独核算", "是")
    for one in Reward.objects.all():
        for name, amount in (("salary", "20000"), ("social", "2000"), ("additional", "2000"), ("other", "0")):
            finance.page.fill(f"input[name={name}_{one.pk}]", amount)
    finance.looks_right("research-tax").send()
    first = Reward.objects.order_by("pk").first()
    assert first is not None
    assert (first.counted, first.withheld) == (300_000_00, 56_600_00)
    finance.reads("56,600.00").looks_right("research-reckoned")
    finance.press("登记发放").write("发放凭证号", "发放凭证（演示）1").send()
    finance.reads("已发放").looks_right("research-paid")
    payroll, filing = (
        load_workbook(BytesIO(finance.take(words))).active
        for words in ("财务发放表（xlsx）", "个税备案表（xlsx）")
    )
    texts = [_text(one) for one in (payroll, filing)]
    assert stage.ID_NUMBER not in texts[0]
    for words in (stage.ID_NUMBER, stage.NUMBER, "许可使用", "国家设立的高校"):
        assert words in texts[1], words
    finance.take("计算底稿（PDF）")
    finance.press("登记税务备案").write("报税务机关备案日", "2026-06-15").send()


def _text(sheet: Any) -> str:
    return "\n".join(
        str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
    )


def _reported(office: Person, sits: Any, here: Any) -> None:
    """The row of the yearly report, the city's count and its growth target; the inventor sees his own share alone."""
    office.go(f"{BASE}yearly/?year=2026").reads(stage.NUMBER, "200.00", "180.00", "126.00")
    office.looks_right("research-yearly")
    scope = Scope(pack=chongqing.PACK, territory=chongqing.CITY, on=stage.YEARS_END, base_year=2019)
    assert evaluate("contracts.registered_count", scope, {}).value == 1
    assert evaluate("contracts.registered_amount", scope, {"year": 2026}).value == 200
    maker = sits(here["maker"], PHONE)
    maker.go(f"{BASE}mine/").reads("干法剥皮节水技术（演示）", "已发放").looks_right("research-mine")
    assert "39.6" not in maker.text()
