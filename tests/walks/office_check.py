"""The office checks: one case goes back for its stamp, and departments answer by spreadsheet."""

import io
from typing import Any

from openpyxl import load_workbook

from qinglan.programmes.models import Case, DepartmentReply, Reply
from tests.walks.person import Person

CLAUSE = "示例通知第三条第（二）项"


def returns_for_stamp(officer: Person, firm: str) -> None:
    """Back for a missing stamp, with the clause; the clock of the case stands."""
    officer.go("/handling/").follow(firm).press("退回补正")
    officer.write("第 1 项：补正内容", "申报书扫描件缺单位公章").write("第 1 项：依据条款", CLAUSE)
    officer.choose("第 1 项：对应位置", "附件 · 申报书（盖章扫描）").press("退回申报件")
    officer.reads("申报件已退回申报单位，并已通知。", "办理时限中止").reads(
        "申报书扫描件缺单位公章", "研发费用占比 6.5%"
    ).looks_right("office-returned")


def passes_all(officer: Person) -> None:
    """All cases at the check are passed at once."""
    officer.go("/handling/?step=formal_check").pick_all("形式审查通过").reads("已办理 3 件。")


def recommends_all(officer: Person) -> None:
    """The district recommends, within its quota."""
    officer.go("/handling/?step=recommendation").pick_all("推荐").reads("已办理 3 件。")


def asks_departments(officer: Person, cases: list[Case]) -> None:
    """The list leaves as xlsx; with one bad row nothing comes in, with the row put right all of it."""
    officer.go("/handling/replies/")
    book = load_workbook(io.BytesIO(officer.take("导出Excel")))
    sheet = book.active
    heading = next(row for row in sheet.iter_rows() if any(cell.value == "申报编号" for cell in row))
    at = {cell.value: cell.column for cell in heading}
    rows = [row[0].row for row in sheet.iter_rows(min_row=heading[0].row + 1) if row[0].value]
    for row in rows:
        sheet.cell(row, at["审查意见"]).value = "无异议"
    bad = rows[2]
    sheet.cell(bad, at["审查意见"]).value = "待定吧"
    _brings(officer, book)
    officer.reads("待定吧", str(bad), "审查意见").looks_right("office-replies-bad-row")
    assert set(DepartmentReply.objects.values_list("reply", flat=True)) == {Reply.PENDING}
    sheet.cell(bad, at["审查意见"]).value = "无异议"
    _brings(officer, book)
    officer.press(f"导入 {len(rows)} 行").reads("已导入")
    assert {Case.objects.get(pk=case.pk).step for case in cases} == {"recommendation"}


def _brings(officer: Person, book: Any) -> None:
    kept = io.BytesIO()
    book.save(kept)
    officer.go("/handling/replies/").press("导入回复").hand_in("文件", "联审回复.xlsx", kept.getvalue())
    officer.press("检查文件")
