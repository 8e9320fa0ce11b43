"""Prices and budgets in the sheets of technologies and needs: the heading's unit, a written unit, what is no amount."""

import pytest

from qinglan.kernel.sheets.reading import read
from qinglan.market.exchange.sheet import FORMS, _values
from tests.contracts.settling.statements import text

HEAD = ["来源编号", "统一社会信用代码", "成果名称"]


@pytest.mark.parametrize(
    ("heading", "written", "wan"),
    [
        ("价格（万元）", "126", "126"), ("价格", "1.5", "1.5"), ("价格（元）", "1,260,000", "126"), ("价格（万元）", "126万元", "126"),
        ("价格（万元）", "１２．５", "12.5"), ("拟交易价格（亿元）", "0.01", "100"), ("价格（元）", "0.01", "0.000001"),
    ],
)  # fmt: skip
def test_a_price_is_read_in_the_unit_that_is_written(heading: str, written: str, wan: str) -> None:
    found = read(
        FORMS["technology"], "a.csv", text([[*HEAD, heading], ["A1", "12500106DEM0015199", "甲", written]])
    )
    assert found.findings == []
    assert _values(found.rows[0])["price_min"] == wan


@pytest.mark.parametrize("written", ["面议", "1,5", "-1", "100-200"])
def test_what_is_no_amount_is_named(written: str) -> None:
    rows = [
        ["来源编号", "权属单位代码", "需求名称", "预算上限（万元）"],
        ["A1", "12500106DEM0015199", "甲", written],
    ]
    found = read(FORMS["need"], "a.csv", text(rows))
    assert [(one.row, one.column) for one in found.findings] == [(2, "D")]
