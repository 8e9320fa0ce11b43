"""Files as offices, banks and old systems write them: the same rows whatever the file is and is called."""

import base64
import csv
import io
import zlib
from datetime import date, datetime
from typing import Any

import pytest
from django.utils import translation
from openpyxl import Workbook

from qinglan.kernel.sheets.grid import Line, read_grid, read_tables
from qinglan.kernel.sheets.reading import read
from tests.kernel.sheets.books import FORM, HEADING, xlsx

ROWS = [
    ["某某银行账户明细", "", ""],
    ["日期", "收入", "对方"],
    ["20260612", "1,234,567.50", "缙云化工（演示）有限公司"],
    ["20260613", "-3,000.00", "乙，“引号”有限公司"],
    ["20260614", "10,000.00", "丙"],
]
OLD_EXCEL = zlib.decompress(base64.b85decode(
    'c-rk)T}V_x6#nM!-'
    'E~*ibzN6M0~MhxQ_u>GKsST(r50_2{wZzOC0sR@g7hIRTku6N3aPLM!Gd0_UMi`eUZRIUtsn>jEqwAR=*K|4ojH52>1N<U3CjJJI'
    'rp41bIzQZIWu?mj*euE4?M`7Kmw{@!JOuRZGlcuaTtOdRIh20HJ)}Vnu%2fhn*JEX2p}V*C}!h<$6y*!F}}wQQ#AmV>knUYfGqL1'
    '+j}`s24JZN}*EjDd?x-LJr5}VS0*bCewS|_9@eytm$D|No~i)5sdi!#oP5fKBN?Kor|czBewa#nsQ{}mCWOgUJ-'
    '9=MRoLaePoqY<f%>!f|j%<)DntHIUTo=3bYYQo1066!EtzLxd-u0D*(P4`}%o-'
    'sb5*W0O_X}>r?)sx6>jf>aQv)&<X9NkjWf_6CqXBD8kkF@`99OHklcU=<OSc%^<>uxGc1-'
    'M#H1w@7MNr6Fcb7Y@7_`hpiA5J;R}~K>oQ~*Gd2L=y0f_A?<(#qPlro<VU~>k<)R-'
    'pB<PyZr8l6JK7wYBV5}TshbW^M@402<y*=G#9=?B<oQ(D7aub2MTblpZ#^f`Akvx7;0@@eG0xom@@8K{t?vYDI{C#CfBmeNV}*u`'
    '(t?a#T%*p@Vz$`K^b&hr$9yhRFYOL`Zm7-DnLS<H<}%lApnkS8-uj9b@EeJbP1QZli+%QOB7Uf5qTM_6-'
    'Zy|kn#Ca5%U>5tM2Wb0Lt@xxJcWKxePo*R$Dw6c-1^uw{T-W*S-DLK8BAph!J}K;LU0R7<B~CdaY-'
    'S`GA~(3QgvTSg0E+KgdW@(lU7sRDP$q-'
    '6!v1(y(sL(rhAdTEeT#M98q@vJC!2wwCi3h>_sknmEyre*%cknzp)beA?E4Y$`89St5|AQO_(rY!h{JECYFS}6e)a}i(jCv`t>VC'
    '|E@DjWzPIevSzU#t@Jxfe<^pPg`QEgC6zzfunNPMSf-8fy-?yH^&UkN8aR%or1O`q&tl<tmTl<%cUvgg{^yd3^FR0h3x?<<xc'
))  # fmt: skip
"""Four rows and a hidden sheet, as Excel 97 to 2003 keeps them: a day, a number, a text with an apostrophe."""


def shown(lines: list[Line]) -> list[list[Any]]:
    return [[cell.value or "" for cell in line.cells] for line in lines]


def parted(delimiter: str, **options: Any) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, **options).writerows(ROWS)
    return out.getvalue()


def html(rows: list[list[str]], cell: str = "td") -> str:
    body = "".join("<tr>" + "".join(f"<{cell}>{one}</{cell}>" for one in row) + "</tr>" for row in rows)
    return f"<html><head><meta charset=gbk><style>td {{x:y}}</style></head><body><table>{body}</table></body></html>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("明细.csv", parted(",")),
        ("明细.csv", "sep=;\n" + parted(";", quoting=csv.QUOTE_ALL)),
        ("明细.xls", parted("\t", lineterminator="\n")),
        ("明细.txt", parted("|")),
        ("明细.xls", html(ROWS)),
    ],
    ids=["csv", "semicolons", "tabs called xls", "bars", "html called xls"],
)
def test_a_table_of_text_in_every_dress(name: str, text: str, encoding: str) -> None:
    found = [
        [one for one in row if one] for row in shown(read_grid(name, text.encode(encoding), most_rows=9))
    ]
    assert found == [[one for one in row if one] for row in ROWS]


def test_amounts_with_commas_do_not_hide_the_tabs() -> None:
    rows = [["日期", "收入"], *([f"2026060{n}", "1,234,567,890.00"] for n in range(1, 9))]
    text = "\n".join("\t".join(row) for row in rows)
    assert shown(read_grid("a.xls", text.encode("gbk"), most_rows=99)) == rows


def test_a_quotation_mark_that_is_never_closed_swallows_no_row() -> None:
    text = '日期,收入,摘要\n20260612,1,"技术服务费\n20260613,2,甲\n20260614,3,乙\n'
    found = shown(read_grid("a.csv", text.encode(), most_rows=9))
    assert [row[1] for row in found[1:]] == ["1", "2", "3"]


def test_what_only_keeps_a_number_a_text_is_taken_off() -> None:
    text = "a,b,c,d,e\n=\"0012\",'6222020012345678901,`91500117DEM000014Y,6222\t,'Tis so\n"
    assert shown(read_grid("a.csv", text.encode(), most_rows=9))[1] == [
        "0012", "6222020012345678901", "91500117DEM000014Y", "6222\t", "'Tis so",
    ]  # fmt: skip


def test_cells_that_html_merges_keep_the_others_in_their_columns() -> None:
    page = (
        "<table><tr><td colspan=4>某某银行<br>明细</td></tr>"
        "<tr><th rowspan=2>日期<th colspan=2>发生额<th rowspan=2>对方</tr><tr><th>借方<th>贷方</tr>"
        "<tr><td>20260612<td>&nbsp;<td>5.00<td><table><tr><td>里</td></tr></table>甲</table>"
    )
    assert shown(read_grid("a.xls", page.encode(), most_rows=9)) == [
        ["某某银行 明细", "", "", ""], ["日期", "发生额", "", "对方"], ["", "借方", "贷方"], ["里"], ["20260612", "", "5.00", "甲"],
    ]  # fmt: skip


def test_the_xml_of_excel_2003() -> None:
    xml = """<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>
    <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
    <Worksheet ss:Name="明细"><Table><Row ss:Index="3"><Cell><Data ss:Type="String">日期</Data></Cell>
    <Cell ss:Index="4"><Data ss:Type="String">收入</Data></Cell></Row>
    <Row><Cell><Data ss:Type="DateTime">2026-06-12T00:00:00.000</Data></Cell>
    <Cell ss:Index="4"><Data ss:Type="Number">1234.5</Data></Cell></Row></Table></Worksheet></Workbook>"""
    heading, row = read_grid("a.xls", xml.encode(), most_rows=9)
    assert (heading.number, shown([heading])) == (3, [["日期", "", "", "收入"]])
    assert shown([row]) == [[datetime(2026, 6, 12), "", "", 1234.5]]  # noqa: DTZ001 - a cell has no zone
    bomb = xml.replace("<?mso", "<!DOCTYPE x [<!ENTITY a 'b'>]><?mso")
    late = xml.replace('ss:Index="4"', 'ss:Index="400"')
    assert [line.cells[1:] for line in read_grid("a.xls", late.encode(), most_rows=9)] == [(), ()]
    with translation.override("en"):
        (fault,) = read(FORM, "a.xls", bomb.encode()).findings
        assert str(fault.complaint) == "The file declares a document type and was not read."


def test_a_spreadsheet_of_excel_97_is_read_without_what_is_hidden() -> None:
    (table,) = read_tables("明细.xls", OLD_EXCEL, most_rows=9)
    assert (table.name, shown(table.lines)) == (
        "明细",
        [
            ["某某银行"], ["交易日期", "贷方发生额", "对方户名", "流水号"],
            [datetime(2026, 6, 12), 1234.5, "缙云化工（演示）有限公司", "00120"], [20260613, 2000000, "乙"],  # noqa: DTZ001
        ],
    )  # fmt: skip


def book(**sheets: list[list[Any]]) -> bytes:
    made = Workbook()
    del made["Sheet"]
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_the_sheet_with_the_heading_is_read_and_two_of_them_are_named() -> None:
    row = [1, "7", "天平", "大型", date(2024, 5, 6), "1", None]
    found = read(FORM, "a.xlsx", book(封面=[["设备登记"]], 数据=[HEADING, row], 空=[HEADING]))
    assert ([one.values["number"] for one in found.rows], found.findings) == (["7"], [])
    both = read(FORM, "a.xlsx", book(一月=[HEADING, row], 二月=[HEADING, row]))
    assert [one.complaint.values for one in both.findings] == [{"sheets": "一月、二月"}]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        (46000, date(2025, 12, 9)), ("46000", date(2025, 12, 9)), (46000.4, date(2025, 12, 9)), (20260601, date(2026, 6, 1)),
        ("2026年6月1日", date(2026, 6, 1)), ("2026.6.1", date(2026, 6, 1)), ("２０２６／６／１", date(2026, 6, 1)),
        ("2026-06-01 08:30", date(2026, 6, 1)), (date(1952, 10, 1), date(1952, 10, 1)), (0.43, None), (12345, None), ("26-06-01", None), ("06/01/2026", None), (True, None),
    ],
)  # fmt: skip
def test_a_day_is_written_in_many_ways(written: Any, day: date | None) -> None:
    found = read(FORM, "a.xlsx", xlsx([HEADING, [1, "7", "天平", "大型", written, "1", None]]))
    assert [row.values["bought"] for row in found.rows] == ([] if day is None else [day])


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        ("1,200", 1_200_000_000), ("１２００万元", 1_200_000_000), ("¥1200", 1_200_000_000), ("12000000元", 1_200_000_000),
        ("0.12亿元", 1_200_000_000), ("1,5", None), ("(5)", None), ("12.00000001", None), ("一百", None),
    ],
)  # fmt: skip
def test_an_amount_in_ten_thousands_or_with_its_own_unit(written: str, fen: int | None) -> None:
    found = read(FORM, "a.xlsx", xlsx([HEADING, [1, "7", "天平", "大型", None, written, None]]))
    assert [row.values["price"] for row in found.rows] == ([] if fen is None else [fen])


def test_a_code_that_went_through_a_spreadsheet_as_a_number_is_refused() -> None:
    text = ",".join(HEADING) + "\n1,9.15001E+17,天平,大型,,1,\n"
    (fault,) = read(FORM, "a.csv", text.encode()).findings
    assert (fault.row, fault.column) == (2, "B")
    assert "has lost digits" in fault.complaint.text


def test_a_heading_that_is_printed_on_every_page_is_no_row() -> None:
    row = ["1", "7", "天平", "大型", "2024-05-06", "1", ""]
    found = read(FORM, "a.xlsx", xlsx([HEADING, row, HEADING, [2, "8", *row[2:]]]))
    assert ([one.number for one in found.rows], found.findings) == ([2, 4], [])
