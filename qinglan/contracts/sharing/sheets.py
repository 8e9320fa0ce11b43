"""Papers of a plan as spreadsheets and for print: 发放表, 备案表, 计算底稿. Always in Chinese, as offices file them."""

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils import translation
from docx import Document
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from qinglan.contracts.models import Distribution, Reward, RewardState, UnitNature, Way
from qinglan.contracts.sharing.based import summary_words
from qinglan.contracts.sharing.income import registration_of
from qinglan.contracts.sharing.pack import sharing
from qinglan.contracts.sharing.working import steps
from qinglan.kernel import clock
from qinglan.kernel.documents import code
from qinglan.kernel.documents.official.repack import repacked
from qinglan.kernel.documents.printing import qr_svg
from qinglan.kernel.documents.typesetting import refuse_missing, typeset
from qinglan.kernel.web import demonstration
from qinglan.kernel.web.exports import safe_text
from qinglan.kernel.web.money import number_in
from qinglan.parties.sealed import opened
from qinglan.settings.env import SITE_ADDRESS

_THIN = Side(style="thin", color="9AA7AE")
_NATURES = {
    UnitNature.STATE_UNIVERSITY: "国家设立的高校",
    UnitNature.STATE_INSTITUTE: "国家设立的科研机构",
    UnitNature.PRIVATE_NONPROFIT: "民办非营利性科研机构和高校",
    UnitNature.ENTERPRISE: "其他单位",
}
_WAYS = {Way.TRANSFER: "转让", Way.LICENCE: "许可使用"}
PAYROLL = ("序号", "工号", "姓名", "岗位职务", "奖励金额（元）", "计入工资薪金（元）", "当月预扣税额（元）", "其中奖励应扣（元）", "实发（元）", "状态", "领款签字")  # fmt: skip
EQUITY = ("序号", "工号", "姓名", "岗位职务", "股权奖励金额（元）", "占个人股权奖励比例", "状态", "本人签字")
FILING = ("序号", "姓名", "身份证件类型", "身份证件号码", "现金奖励金额（元）", "减按50%计入金额（元）", "取得现金奖励时间")  # fmt: skip
WORKING = ("序号", "项目", "算式", "金额（元）", "依据")


def payroll(plan: Distribution) -> bytes:
    """发放表 for the finance office: what each gets, what is withheld, a column to sign."""
    with translation.override("zh-hans"):
        rewards = _rewards(plan)
        rows = [
            [
                place, one.inventor.staff_number, one.inventor.name, one.inventor.post, _yuan(one.amount),
                _yuan(one.counted), _yuan(one.withheld), _yuan(one.added), _yuan(one.paid_out),
                f"{one.get_state_display()} {one.reason}".strip(), "",
            ]
            for place, one in enumerate(rewards, 1)
        ]  # fmt: skip
        total: list[Any] = ["合计", "", "", "", _yuan(sum(one.amount for one in rewards))]
        sums = ("counted", "withheld", "added")
        total += [_yuan(sum(getattr(one, name) or 0 for one in rewards)) for name in sums]
        total.append(_yuan(sum(one.paid_out or 0 for one in rewards)))
        heads = _heads(plan, "职务科技成果转化现金奖励发放表")
        return _book(heads, PAYROLL, [*rows, [*total, "", ""]])


def equity(plan: Distribution) -> bytes:
    """股权奖励登记表: whose equity is recorded, for the articles of association; nothing is paid or withheld."""
    with translation.override("zh-hans"):
        rewards = _rewards(plan)
        rows: list[list[Any]] = [
            [
                place, one.inventor.staff_number, one.inventor.name, one.inventor.post, _yuan(one.amount),
                f"{Decimal(one.amount) * 100 / plan.team:.2f}%" if plan.team else "", plan.word, "",
            ]
            for place, one in enumerate(rewards, 1)
        ]  # fmt: skip
        total = ["合计", "", "", "", _yuan(sum(one.amount for one in rewards)), "", "", ""]
        return _book(_heads(plan, "职务科技成果转化股权奖励登记表"), EQUITY, [*rows, total])


def filing_rows(plan: Distribution) -> list[list[Any]]:
    """Who was paid with the half: with kind and number of the identity paper, which stand nowhere else."""
    paid = [one for one in _rewards(plan) if one.state == RewardState.PAID and one.halved == "yes"]
    return [
        [
            place, one.inventor.name, one.inventor.id_kind, opened(one.inventor.id_number) or "（待补）",
            _yuan(one.amount), _yuan(one.counted), f"{one.pay_on:%Y-%m-%d}" if one.pay_on else "",
        ]
        for place, one in enumerate(paid, 1)
    ]  # fmt: skip


def filing_facts(plan: Distribution) -> list[tuple[str, str]]:
    """What the filing says of the unit, the results, the notice and the contract, in the order of the form."""
    conversion = plan.conversion
    registration = registration_of(conversion.contract)
    notice = plan.notices.filter(state="closed").first()
    inventions = conversion.named_inventions()
    numbers = [right.number for one in inventions for right in one.rights.all() if right.number]
    return [
        ("扣缴义务人名称", conversion.keeper.name),
        ("纳税人识别号（统一社会信用代码）", conversion.keeper.code),
        ("单位性质", _NATURES[UnitNature(conversion.rule.nature)]),
        ("科技成果名称", "；".join(one.title for one in inventions)),
        ("科技成果类型", "；".join(dict.fromkeys(sharing().kind_words(one.kind) for one in inventions))),
        ("科技成果证书编号", "；".join(numbers) or "—"),
        ("转化方式", _WAYS.get(Way(conversion.way), str(conversion.get_way_display()))),
        ("技术合同编号", registration.national_number or "" if registration else ""),
        ("技术合同项目名称", conversion.contract.title if conversion.contract else ""),
        ("取得转化收入金额（元）", number_in(plan.received, "yuan")),
        ("取得转化收入时间", "；".join(f"{one.received_on:%Y-%m-%d}" for one in plan.receipts.all())),
        ("公示结果文件文号", notice.document_number if notice else ""),
        ("公示结果文件名称", str(notice) if notice else ""),
    ]


def filing(plan: Distribution) -> bytes:
    """备案表 as a spreadsheet."""
    with translation.override("zh-hans"):
        title = "科技人员取得职务科技成果转化现金奖励个人所得税备案表"
        facts = [[label, value] for label, value in filing_facts(plan)]
        return _book(_heads(plan, title), FILING, filing_rows(plan), above=facts)


def filing_docx(plan: Distribution) -> bytes:
    """备案表 as docx: the facts, and the persons."""
    with translation.override("zh-hans"):
        document = Document()
        document.add_heading("科技人员取得职务科技成果转化现金奖励个人所得税备案表", level=1)
        if demonstration.active():
            document.add_paragraph(demonstration.mark())
        _table(document, [["项目", "内容"], *([label, value] for label, value in filing_facts(plan))])
        document.add_paragraph()
        _table(document, [list(FILING), *filing_rows(plan)])
        document.add_paragraph("扣缴义务人（盖章）：                    填表日期：    年  月  日")
        buffer = BytesIO()
        document.core_properties.author = plan.conversion.keeper.name[:60]
        document.core_properties.created = plan.made_at.replace(tzinfo=None)
        document.core_properties.modified = plan.made_at.replace(tzinfo=None)
        document.save(buffer)
    return repacked(buffer.getvalue())


def working(plan: Distribution) -> bytes:
    """计算底稿 as a spreadsheet."""
    with translation.override("zh-hans"):
        return _book(_heads(plan, "收益分配计算底稿"), WORKING, _working_rows(plan))


def working_pdf(plan: Distribution) -> bytes:
    """计算底稿 for print, with a code of its content. Raises Impossible for a character that can't be printed."""
    with translation.override("zh-hans"):
        lines = [
            [str(cell if cell is not None else "") for cell in row] for row in _working_rows(plan, text=True)
        ]
        digest = hashlib.sha256("\n".join("\t".join(line) for line in lines).encode()).digest()
        site = SITE_ADDRESS.text().rstrip("/")
        data = {
            "title": "收益分配计算底稿",
            "subtitle": f"{plan.conversion.keeper.name} · {plan}",
            "summary": f"{plan.conversion.title}。"
            + summary_words(
                plan, *(number_in(fen, "yuan") for fen in (plan.net, plan.received, plan.costs, plan.team))
            ),
            "headings": list(WORKING),
            "widths": [0, 3, 4, 0, 4],
            "lines": lines,
            "closing": [
                f"分配办法：{plan.conversion.rule}",
                "制表：            复核：            财务：            ",
            ],
            "code": code.shown(code.derived(digest)),
            "code_words": "核对码",
            "qr": qr_svg(site + plan.get_absolute_url()),
            "mark": demonstration.mark(),
        }
    refuse_missing({"正文": "".join(cell for line in lines for cell in line), "题名": str(data["summary"])})
    return typeset("list", data, day=plan.made_at.astimezone(clock.SHANGHAI).date())


def _working_rows(plan: Distribution, *, text: bool = False) -> list[list[Any]]:
    return [
        [
            place, one.what, one.how,
            (number_in(one.fen, "yuan") if text else _yuan(one.fen)) if one.fen is not None else "", one.basis,
        ]
        for place, one in enumerate(steps(plan), 1)
    ]  # fmt: skip


def _rewards(plan: Distribution) -> list[Reward]:
    return list(plan.rewards.select_related("inventor").order_by("pk"))


def _yuan(fen: int | None) -> Any:
    """An amount for a cell of a spreadsheet: exact, in 元."""
    return "" if fen is None else Decimal(fen) / 100


def _heads(plan: Distribution, title: str) -> list[str]:
    marks = [demonstration.LINE] if demonstration.active() else []
    return [*marks, title, f"填报单位（盖章）：{plan.conversion.keeper.name}        转化编号：{plan}"]


def _book(
    heads: Sequence[str], headings: Sequence[str], rows: Sequence[Sequence[Any]],
    *, above: Sequence[Sequence[Any]] = (),
) -> bytes:  # fmt: skip
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = heads[-2][:31]
    width = len(headings)
    for line in heads:
        sheet.append([line])
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=width)
        cell = sheet.cell(sheet.max_row, 1)
        cell.alignment = Alignment(horizontal="center" if line == heads[-2] else "left")
        cell.font = Font(bold=line == heads[-2], size=14 if line == heads[-2] else 11)
    for fact in above:
        _append(sheet, [fact[0], "", fact[1]])
        row = sheet.max_row
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
        sheet.merge_cells(start_row=row, end_row=row, start_column=3, end_column=width)
    _append(sheet, headings)
    for column in range(1, width + 1):
        sheet.cell(sheet.max_row, column).font = Font(bold=True)
    first = sheet.max_row
    for row_ in rows:
        _append(sheet, row_)
    for cells in sheet.iter_rows(min_row=first, max_row=sheet.max_row, max_col=width):
        for cell in cells:
            cell.border = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
            cell.alignment = Alignment(wrap_text=True, vertical="center")
    for column, heading in enumerate(headings, 1):
        longest = max([len(heading) * 2, *(len(str(row_[column - 1])) * 1.6 for row_ in rows)])
        sheet.column_dimensions[get_column_letter(column)].width = max(8, min(44, longest + 2))
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _append(sheet: Any, values: Sequence[Any]) -> None:
    sheet.append([safe_text(one) if isinstance(one, str) else one for one in values])
    for cell in sheet[sheet.max_row]:
        if isinstance(cell.value, str):
            cell.data_type = "s"  # never a formula, whatever the text begins with
        elif cell.value is not None and not isinstance(cell.value, int):
            cell.number_format = "#,##0.00"


def _table(document: Any, rows: Sequence[Sequence[Any]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    for values in rows:
        for cell, value in zip(table.add_row().cells, values, strict=True):
            cell.text = f"{value:,.2f}" if hasattr(value, "as_tuple") else str(value)
