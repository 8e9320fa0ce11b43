"""Patent ledgers as universities keep them and data services export them: headings, words, numbers."""

from datetime import date

from qinglan.kernel.sheets.reading import read
from qinglan.rights.ledger_sheet import FORM
from tests.contracts.settling.statements import html, text

OWNER = "12500106DEM0015199"


def test_a_ledger_with_both_numbers_and_the_words_of_the_patent_office() -> None:
    rows = [
        ["某大学专利台账"], ["序号", "专利名称", "专利类别", "申请(专利)号", "专利号", "申请日期", "授权公告日", "当前法律状态", "IPC主分类号", "发明人", "统一社会信用代码"],
        ["1", "一种净水装置", "发明授权", "CN201510123456.9", "ZL 2015 1 0123456.9", "2015.3.1", "42887", "有效-授权", "C02F1/44；C02F 9/00", "甲", OWNER],
        ["2", "一种阀门", "实用新型专利", "２０２１２０１２３４５６．Ｘ", "", "20210301", "", "审中-公开", "", "乙", f"'{OWNER}"],
        ["3", "一种算法", "软著", "2023SR0001234", "", "2023年5月1日", "", "已登记", "", "丙", OWNER],
        ["合计", "3项"],
    ]  # fmt: skip
    for name, content in (
        ("台账.csv", text(rows)),
        ("台账.xls", html(["<td>" + "<td>".join(row) for row in rows])),
    ):
        found = read(FORM, name, content)
        assert found.findings == []
        assert [
            (one.values["kind"], one.values["number"], one.values["state"], one.values["applied_on"])
            for one in found.rows
        ] == [
            ("invention", "ZL201510123456.9", "in_force", date(2015, 3, 1)),
            ("utility_model", "202120123456.X", "applied", date(2021, 3, 1)),
            ("software", "2023SR0001234", "in_force", date(2023, 5, 1)),
        ]
        assert (found.rows[0].values["granted_on"], found.rows[0].values["owner_code"]) == (
            date(2017, 6, 1),
            OWNER,
        )
        assert found.unknown == ("发明人",)


def test_a_word_that_may_mean_two_things_is_asked() -> None:
    rows = [
        ["单位代码", "类型", "专利号", "名称", "法律状态"],
        [OWNER, "专利", "ZL201510123456.9", "甲", "失效"],
    ]
    found = read(FORM, "a.csv", text(rows))
    assert [(one.row, one.column) for one in found.findings] == [(2, "B"), (2, "E")]
