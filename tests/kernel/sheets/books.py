"""Spreadsheets and a sheet form for tests."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from qinglan.kernel.sheets.complaint import Complaint
from qinglan.kernel.sheets.form import Choice, Column, SheetForm, Words


def not_thirteen(value: Any) -> Complaint | None:
    """A check."""
    return Complaint("{value} is unlucky", {"value": str(value)}) if value == "13" else None


FORM = SheetForm(
    title=Words("设备登记表", "Instruments"),
    key="number",
    columns=(
        Column("number", Words("设备编号", "Number"), "code", required=True, check=not_thirteen, example="7"),
        Column("name", Words("名称", "Name"), required=True, longest=10, example="天平"),
        Column(
            "kind",
            Words("类别", "Kind"),
            "choice",
            choices=(Choice("big", Words("大型", "large")), Choice("small", Words("小型", "small"))),
            example="大型",
        ),
        Column("bought", Words("购置日期", "Bought"), "date", group=Words("购置", "Purchase")),
        Column("price", Words("价格", "Price"), "money", group=Words("购置", "Purchase")),
        Column("mobile", Words("电话", "Mobile"), "mobile"),
    ),
    most_rows=1000,
)
HEADING = ["序号", "设备编号", "名称", "类别", "购置日期", "价格（万元）", "电话"]


def xlsx(rows: Sequence[Sequence[Any]], merged: Sequence[str] = ()) -> bytes:
    """A workbook with one sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
