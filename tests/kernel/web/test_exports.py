"""Files of tables: typed, safe in a spreadsheet, marked in demonstration mode."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from qinglan.kernel.web import demonstration, exports

HEADINGS = ["名称", "=1+1"]
ROWS = [
    ["=HYPERLINK(1)", 5],
    ["+86 23", -5],
    ["-2", Decimal("-1.50")],
    ["@SUM(A1)", date(2026, 11, 21)],
    ["\t=1", datetime(2026, 11, 21, 1, 2, 3, 4, tzinfo=UTC)],
    ["＝1", None],
    ["甲\x00乙", True],
    ["普通, “引号”\n换行", "0012"],
]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\ta", "\ra", "\na", "＝1", "＋1", "－1", "＠a"])
def test_no_text_begins_as_a_formula(text):
    assert exports.safe_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "甲=1", "1-2", "清禾"])
def test_harmless_text_is_left_alone(text):
    assert exports.safe_text(text) == text


def test_a_csv_file_keeps_types_and_neutralises_text(settings):
    settings.DEMONSTRATION = False
    data = exports.csv_file(HEADINGS, ROWS)
    assert data.startswith("\ufeff".encode())
    assert list(csv.reader(StringIO(data.decode("utf-8-sig"), newline=""))) == [
        ["名称", "'=1+1"],
        ["'=HYPERLINK(1)", "5"],
        ["'+86 23", "-5"],
        ["'-2", "-1.50"],
        ["'@SUM(A1)", "2026-11-21"],
        ["'\t=1", "2026-11-21 09:02:03"],
        ["'＝1", ""],
        ["甲乙", "1"],
        ["普通, “引号”\n换行", "0012"],
    ]


def test_a_workbook_keeps_types_and_holds_no_formula(settings):
    settings.DEMONSTRATION = True
    book = load_workbook(BytesIO(exports.workbook("名单[1]", HEADINGS, ROWS)))
    sheet = book.active
    assert sheet.title == "名单-1-"
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        [demonstration.LINE, None],
        ["名称", "'=1+1"],
        ["'=HYPERLINK(1)", 5],
        ["'+86 23", -5],
        ["'-2", -1.5],
        ["'@SUM(A1)", datetime(2026, 11, 21)],  # noqa: DTZ001 - a sheet knows no zones
        ["'\t=1", datetime(2026, 11, 21, 9, 2, 3)],  # noqa: DTZ001 - as above
        ["'＝1", None],
        ["甲乙", "1"],
        ["普通, “引号”\n换行", "0012"],
    ]
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert sheet.freeze_panes == "A3"


def test_a_download_has_a_name_and_its_mark(settings):
    settings.DEMONSTRATION = True
    response = exports.answer("csv", "规划", HEADINGS, [])
    assert response["Content-Disposition"] == (
        "attachment; filename=\"export.csv\"; filename*=UTF-8''"
        "%E6%BC%94%E7%A4%BA%E6%95%B0%E6%8D%AE-%E8%A7%84%E5%88%92.csv"
    )
    rows = csv.reader(StringIO(response.content.decode("utf-8-sig")))
    assert list(rows) == [[demonstration.LINE], ["名称", "'=1+1"]]
    with pytest.raises(ValueError, match="no export"):
        exports.answer("pdf", "规划", HEADINGS, [])


def test_the_mark_is_absent_outside_demonstration_mode(settings):
    settings.DEMONSTRATION = False
    assert [demonstration.mark(), demonstration.line(), demonstration.file_name("a")] == ["", "", "a"]
    assert list(demonstration.marked_rows([["a"]])) == [["a"]]
    settings.DEMONSTRATION = True
    assert list(demonstration.marked_rows([["a"]])) == [[demonstration.LINE], ["a"]]
