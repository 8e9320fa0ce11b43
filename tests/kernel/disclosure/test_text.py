"""Numbers of persons are found however they are written; other numbers are let pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglan.kernel.codes.checks import luhn, resident_id_check
from qinglan.kernel.disclosure.scanning import Finding, Kind, mask, mask_text, scan_text


def identity(first17: str) -> str:
    return first17 + resident_id_check(first17)


ID = identity("50010119900101123")
CARD = next(f"622202100112345678{digit}" for digit in range(10) if luhn(f"622202100112345678{digit}"))

IDENTITIES = st.builds(
    lambda province, month, day, order: identity(
        f"{province}0101{1950 + order % 60}{month:02d}{day:02d}{order:03d}"
    ),
    st.sampled_from(["11", "31", "44", "50"]),
    st.integers(1, 12),
    st.integers(1, 28),
    st.integers(0, 999),
)
MOBILES = st.builds(lambda second, rest: f"1{second}{rest:09d}", st.integers(3, 9), st.integers(0, 10**9 - 1))
WORDS = st.text("甲乙丙联系人电话身份证号：，。（） \n", max_size=12)


@given(WORDS, IDENTITIES, WORDS, MOBILES, WORDS)
def test_numbers_anywhere_in_a_text_are_found_and_masking_hides_them(a, number, b, mobile, c) -> None:
    text = f"{a}{number}。{b}，{mobile}{c}"
    assert [(found.kind, found.masked) for found in scan_text(text)] == [
        (Kind.IDENTITY, mask(number)),
        (Kind.TELEPHONE, mask(mobile)),
    ]
    masked = mask_text(text)
    assert (scan_text(masked), mask_text(masked), len(masked)) == ([], masked, len(text))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (f"身份证{ID}", "identity"),
        (f"ID{ID}", "identity"),
        (ID.translate({ord(str(n)): ord("０") + n for n in range(10)}), "identity"),
        (f"{ID[:6]} {ID[6:14]} {ID[14:]}", "identity"),
        (f"{ID[:6]}-{ID[6:14]}-{ID[14:]}", "identity"),
        ("\u200b".join(ID), "identity"),
        (identity("11010519491231002").lower(), "identity"),
        ("身份证号 500101900101123", "identity"),
        ("手机：138 0013 8000", "telephone"),
        ("+86-138-0013-8000", "telephone"),
        ("tel.13800138000", "telephone"),
        ("13800138000 13900139000", "telephone telephone"),
        ("2021-11-22 13800138000", "telephone"),
        (CARD, "card"),
        (" ".join(CARD[n : n + 4] for n in range(0, 19, 4)), "card"),
    ],
)
def test_spellings(text: str, kinds: str) -> None:
    assert " ".join(found.kind for found in scan_text(text)) == kinds


@pytest.mark.parametrize(
    "text",
    [
        "渝科局发〔2021〕43号",
        "2021-11-22 10:30:00",
        "电话：023-67515151",
        "投资13800138000元",
        "13800138000.55",
        "ZL201380013800.1 与 CN13800138000A",
        "统一社会信用代码：91500117DEM000014Y",
        "合同登记编号：13800138000",
        "专利号 ZL202110013800.0",
        ID[:-1] + ("1" if ID[-1] != "1" else "2"),
        "身份证：" + ID[:6] + "19901301" + ID[14:],
        "1" * 30,
        "订单号 6222021001123456789",
        "https://example.cn/2021112213800138000123",
        "12800138000",
    ],
)
def test_other_numbers_are_let_pass(text: str) -> None:
    assert scan_text(text) == []


def test_a_credit_code_that_happens_to_be_an_identity_number_is_told_by_its_label() -> None:
    from qinglan.kernel.codes.checks import is_resident_id, is_uscc

    both = next(
        number
        for order in range(10**6)
        if is_resident_id(number := identity(f"12010119{order % 100:02d}0101{order // 100:03d}"[:17]))
        and is_uscc(number)
    )
    assert scan_text(f"统一社会信用代码{both}") == []
    assert [found.kind for found in scan_text(f"持证人{both}")] == [Kind.IDENTITY]


def test_a_finding_says_where_and_gives_nothing_away() -> None:
    assert scan_text(f"第一行\n张某，{ID}，重庆", "附件") == [
        Finding(
            Kind.IDENTITY,
            f"500***********{ID[-4:]}",
            "附件",
            2,
            f"第一行 张某，500***********{ID[-4:]}，重庆",
        )
    ]
