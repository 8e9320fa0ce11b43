"""The number tokenizer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglan.kernel.texts.numbering import han
from qinglan.plans.reader.exclusions import masked
from qinglan.plans.reader.numbers import chinese_number, tokens
from qinglan.plans.reader.text import Compact, fold

DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """`number` below ten thousand as it is printed in Chinese."""
    out = ""
    zero = False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            out += ("零" if zero and out else "") + DIGITS[digit] + name
            zero = False
        elif out:
            zero = True
    return out.removeprefix("一") if out.startswith("一十") else out or "零"


@given(st.integers(min_value=1, max_value=9999))
def test_chinese_numerals_round_trip(number: int) -> None:
    assert chinese_number(chinese(number)) == number


@given(st.integers(min_value=1, max_value=99))
def test_numerals_of_lists_round_trip(number: int) -> None:
    assert chinese_number(han(number)) == number


@given(
    st.integers(min_value=2, max_value=99_999_999),
    st.sampled_from(["家", "万吨", "亿元", "%", "个百分点", "公里"]),
)
def test_arabic_numbers_round_trip(number: int, unit: str) -> None:
    for printed in (str(number), f"{number:,}"):
        (token,) = tokens(f"{printed}{unit}")
        assert (token.value, token.upper, token.unit) == (number, None, unit)


@given(
    st.integers(min_value=1, max_value=500),
    st.integers(min_value=1, max_value=500),
    st.sampled_from(["-", "—", "–", "~", "～", "至", "到", "——"]),
)
def test_ranges_round_trip(low: int, more: int, dash: str) -> None:
    (token,) = tokens(fold(f"{low}{dash}{low + more}家"))
    assert (token.value, token.upper, token.unit) == (low, low + more, "家")


@pytest.mark.parametrize(
    ("text", "value", "upper", "unit", "bound"),
    [
        ("１２.５％以上", 12.5, None, "%", "ge"),
        ("百分之四十", 40, None, "%", ""),
        ("百分之十至百分之二十", 10, 20, "%", ""),
        ("千分之五", 5, None, "‰", ""),
        ("三分之二以上", 66.67, None, "%", "ge"),
        ("一半", 50, None, "%", ""),
        ("一万五千元", 15000, None, "元", ""),
        ("15000元", 15000, None, "元", ""),
        ("三万家", 3, None, "万家", ""),
        ("两千名", 2000, None, "名", ""),
        ("5000万—1亿元", 0.5, 1, "亿元", ""),
        ("8亿", 8, None, "亿", ""),
        ("亿元以上", 1, None, "亿元", "ge"),
        ("20个工作日内", 20, None, "个工作日", "le"),
        ("半年内", 0.5, None, "年", "le"),
        ("3年（含）以上", 3, None, "年", "ge"),
        ("35微克/立方米以下", 35, None, "微克/立方米", "le"),
        ("300克标准煤/千瓦时", 300, None, "克标准煤/千瓦时", ""),
        ("5万人次", 5, None, "万人次", ""),
        ("零增长", 0, None, "", ""),
    ],
)
def test_one_number(text: str, value: float, upper: float | None, unit: str, bound: str) -> None:
    (token,) = tokens(fold(text))
    assert (token.value, token.upper, token.unit, token.bound) == (value, upper, unit, bound)


@pytest.mark.parametrize("text", ["100余项", "300多万人", "5000余家", "50名左右", "数以万计", "趋零"])
def test_an_approximate_number(text: str) -> None:
    (token,) = tokens(text)
    assert token.approximate


@pytest.mark.parametrize(
    "text",
    [
        "国发〔2018〕42号",
        "2021—2025年",
        "2023年5月底前",
        "二〇二五年",
        "十九届二中、三中、四中全会",
        "第十四届全国人大",
        "“十百千”行动",
        "“两点”定位",
        "三年行动计划",
        "《关于做好2024年30件民生实事的通知》",
        "PM2.5",
        "5G",
        "5A级景区",
        "三级甲等医院",
        "15分钟生活圈",
        "四大主导产业",
        "以下三个方面",
        "第3批",
        "附件2",
        "12345热线",
        "0123-1234567",
        "未来五年",
        "前10位",
        "每月5日前",
        "1+N政策体系",
        "7×24小时",
    ],
)
def test_what_is_no_quantity_is_masked(text: str) -> None:
    assert [token for token in tokens(masked(fold(text))) if token.unit or not token.chinese] == []


@given(
    st.text(
        alphabet="0123456789一二三十百千万亿零半至到-~%家年元个以上内左右余多、，。（）〔〕“”《》第每/.,",
        max_size=60,
    )
)
def test_any_mixture_is_tokenised_within_its_bounds(text: str) -> None:
    hidden = masked(fold(text))
    assert len(hidden) == len(text)
    end = 0
    for token in tokens(hidden):
        assert end <= token.start < token.core <= token.end <= len(text)
        end = token.core


@given(st.text(max_size=80))
def test_folding_keeps_every_index(text: str) -> None:
    assert len(fold(text)) == len(text)
    compact = Compact(text)
    for index in range(len(compact.text)):
        start, end = compact.span(index, index + 1)
        assert end == start + 1
        assert fold(text)[start] == compact.text[index] or compact.text[index] in "，,"
