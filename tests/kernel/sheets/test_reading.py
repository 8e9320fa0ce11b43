"""An office's sheet is read as it is: merged headings, stamps, totals, notes; every fault is named."""

import csv
import io
import time
import zipfile
from datetime import date
from typing import Any

import pytest
from django.utils import translation
from openpyxl import load_workbook

from qinglan.kernel.sheets.grid import LARGEST_FILE
from qinglan.kernel.sheets.reading import Row, read
from qinglan.kernel.sheets.template import template
from tests.kernel.sheets.books import FORM, HEADING, xlsx


def faults(content: bytes, name: str = "x.xlsx", language: str = "en") -> list[tuple[str, str]]:
    with translation.override(language):
        return [(one.where, str(one.complaint)) for one in read(FORM, name, content).findings]


def test_an_office_sheet_is_read_with_title_stamp_merged_heading_total_and_notes() -> None:
    content = xlsx(
        [
            ["2026年设备登记表"],
            ["填报单位（盖章）：", None, None, "填报日期：2026-09-28"],
            ["序号", "*设备 编号", "名称", "类别", "购置", None, "备注列"],
            [None, None, None, None, "购置\n日期", "价格（元）", None],
            ["例", "99", "示例", "大型", "2020-01-01", 1, None],
            [1, 7, "天平", "小型", date(2024, 5, 6), 1234.56, "旧"],
            [2, "8", "显微镜", "large", "2024年5月7日", "1,000", None],
            [3],
            ["合计", None, None, None, None, 2234.56],
            ["注：1.本表一式两份。"],
            ["2.价格为含税价。"],
        ],
        ["A1:G1", "E3:F3", "A3:A4", "B3:B4"],
    )
    reading = read(FORM, "x.xlsx", content)
    assert reading.findings == []
    assert reading.rows == [
        Row(6, {"number": "7", "name": "天平", "kind": "small", "bought": date(2024, 5, 6), "price": 123456}),
        Row(7, {"number": "8", "name": "显微镜", "kind": "big", "bought": date(2024, 5, 7), "price": 100000}),
    ]
    assert reading.unknown == ("备注列",)
    assert reading.skipped == [(5, "例"), (9, "合计"), (10, "注：1.本表一式两份。"), (11, "2.价格为含税价。")]


def test_the_unit_may_stand_above_the_table() -> None:
    rows = [["单位：亿元"], ["设备编号", "名称", "价格"], ["1", "塔", "0.5"]]
    assert read(FORM, "x.xlsx", xlsx(rows)).rows == [
        Row(3, {"number": "1", "name": "塔", "price": 5_000_000_000})
    ]


def test_every_fault_is_named_with_row_column_and_reason_and_the_row_is_left_out() -> None:
    content = xlsx(
        [
            HEADING,
            [1, "13", "天平", "中型", "昨天", "12.3456789", "12345"],
            [2, "14", "", "小型", None, None, None],
            [3, "15", "一二三四五六七八九十一", None, None, "-1", None],
            [4, "16", "甲", None, None, None, None],
            [5, "16", "乙", None, None, None, None],
            [6, 1234567890123456, "丙", None, None, None, None],
        ]
    )
    assert faults(content) == [
        ("Row 2, column B (Number)", "13 is unlucky"),
        ("Row 2, column D (Kind)", "“中型” is none of the choices: large, small"),
        ("Row 2, column E (Bought)", "“昨天” is no day. Write it as 2026-11-21."),
        ("Row 2, column F (Price)", "“12.3456789” is no amount in 万元, exact to the cent (分)."),
        ("Row 2, column G (Mobile)", "“12345” is no mobile number of 11 digits."),
        ("Row 3, column C (Name)", "Is empty, but has to be filled in."),
        ("Row 4, column C (Name)", "Has 11 characters; at most 10 are taken."),
        ("Row 4, column F (Price)", "“-1” is no amount in 万元, exact to the cent (分)."),
        ("Row 7, column B (Number)", "Is stored as a number and has lost digits. Format the column as text and type it again."),
        ("Row 6, column B (Number)", "“16” stands already in row 5."),
    ]  # fmt: skip
    assert [row.values["number"] for row in read(FORM, "x.xlsx", content).rows] == ["16"]


def test_a_place_reads_in_chinese() -> None:
    assert faults(xlsx([HEADING, [1, "7", ""]]), language="zh-hans") == [
        ("第 2 行 C 列（名称）", "这一格是空的，但必须填写。")
    ]


def test_a_formula_is_refused_where_it_matters_and_needs_a_value_elsewhere() -> None:
    assert faults(xlsx([HEADING, [1, "=1+1", "天平", None, None, "=2*3"]])) == [
        ("Row 2, column B (Number)", "Holds a formula. Paste the value itself."),
        (
            "Row 2, column F (Price)",
            "Holds a formula without a computed value. Open the file in a spreadsheet and save it.",
        ),
    ]


def test_a_csv_from_an_office_program_is_read() -> None:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([HEADING, [1, '="007"', "天平", "大型", "2024/5/6", "1", ""]])
    expected = [Row(2, {"number": "007", "name": "天平", "kind": "big", "bought": date(2024, 5, 6), "price": 1_000_000, "mobile": ""})]  # fmt: skip
    for encoding in ("utf-8-sig", "gb18030"):
        assert read(FORM, "x.csv", buffer.getvalue().encode(encoding)).rows == expected


def _with_part(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("x.pdf", b"x", "Only spreadsheets (xlsx, xls) and tables of text (csv, tsv, txt) are read. Save the file as “Excel workbook (.xlsx)”."),
        ("x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1broken", "The file is damaged or under a password. Open it, save it anew as xlsx without a password, and send it again."),
        ("x.xlsx", b"", "Something stands before the archive in this file. Save it anew."),
        ("x.xlsx", xlsx([HEADING])[:900], "The file is damaged: its archive can't be read. Save or pack it anew."),
        ("x.xlsx", _with_part("xl/workbook.xml", b"<x/>"), "The file is damaged or under a password. Open it, save it anew as xlsx without a password, and send it again."),
        ("x.xlsx", _with_part("xl/workbook.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "The file declares a document type and was not read."),
        ("x.xlsx", _with_part("xl/a.xml", b"0" * 60_000_000), "“xl/a.xml” in the archive is packed suspiciously tightly"),
        ("x.xlsx", xlsx([["甲", "乙"], [1, 2]]), "The heading row was not found, or lacks these columns: Number, Name. Use the template."),
        ("x.xlsx", xlsx([["设备编号", "类别"]]), "The heading row was not found, or lacks these columns: Name. Use the template."),
        ("x.xlsx", xlsx([[*HEADING, "名称"], [1]]), "The column “Name” stands twice in the heading (row 1)."),
        ("x.xlsx", xlsx([HEADING]), "There is no row of data below the heading."),
        ("x.xlsx", xlsx([HEADING, *([n, str(n), "天"] for n in range(1100))]), "The sheet has more than 1040 rows. Split it."),
        ("x.csv", b"a\0b", "The file is damaged or under a password. Open it, save it anew as xlsx without a password, and send it again."),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_why(name: str, content: bytes, complaint: str) -> None:
    ((where, said),) = faults(content, name)
    assert (where, said[: len(complaint)]) == ("The file", complaint)


def test_fifty_megabytes_are_refused_before_anything_is_parsed() -> None:
    content = b"PK\x03\x04" + bytes(50 * 1024 * 1024)
    began = time.perf_counter()
    said = faults(content)
    assert said == [
        ("The file", f"The file is larger than {LARGEST_FILE // 1024 // 1024} MB. Delete pictures and empty formatted rows, or split it.")
    ]  # fmt: skip
    assert time.perf_counter() - began < 0.2


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_template_is_an_office_sheet_and_is_read_back(language: str) -> None:
    with translation.override(language):
        content = template(FORM)
    book: Any = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=1, max_row=4)]
    zh = language == "zh-hans"
    assert rows[0][0] == ("设备登记表" if zh else "Instruments")
    assert rows[1][0] == ("填报单位（盖章）：" if zh else "Reporting unit (stamp):")
    assert rows[2][1] == ("*设备编号" if zh else "*Number")
    assert rows[2][4] == ("购置" if zh else "Purchase")
    assert rows[3][5] == ("价格（万元）" if zh else "Price（万元）")
    assert {"E3:F3", "B3:B4", "A1:G1"} <= {str(area) for area in sheet.merged_cells.ranges}
    assert [rule.type for rule in sheet.data_validations.dataValidation] == ["list"]
    sheet.append([1, "7", "天平", "大型" if zh else "large", "2024-05-06", "1.5", "13800138000"])
    buffer = io.BytesIO()
    book.save(buffer)
    reading = read(FORM, "x.xlsx", buffer.getvalue())
    assert reading.findings == []
    assert [row.values for row in reading.rows] == [
        {"number": "7", "name": "天平", "kind": "big", "bought": date(2024, 5, 6), "price": 1_500_000, "mobile": "13800138000"}
    ]  # fmt: skip
