"""What is found in a text, with the words that it came from."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from qinglan.market.pasting.reading import read

TODAY = date(2026, 11, 22)
CHAT = (
    "我们是长寿区一家化工企业，生产过程中含盐废水COD偏高不达标，希望将COD由500mg/L降至50mg/L以下，"
    "氨氮从80 mg/L降到10 mg/L。预算不超过200万元，最好年底前解决，想找高校联合研发，不便透露企业名称。联系人：张工 13812345678"
)
BRIEF = (
    "技术名称：余热回收热泵\n适用范围：化工、印染\n技术指标：节能率30%以上\n成熟度：TRL 7\n"
    "转化方式：转让、独占许可、先使用后付费\n价格：50-80万元\n专利号：ZL202010123456.8"
)


def told(side: str, text: str) -> dict[str, tuple[object, str]]:
    """Field → value and words; figures by their names."""
    return {
        f"figure {one.value['name']}" if one.name == "indicator" else one.name: (one.value, one.quote(text))
        for one in read(side, text, TODAY)  # type: ignore[arg-type]
    }


def test_a_message_from_a_chat_becomes_a_need() -> None:
    assert told("need", CHAT) == {
        "problem": (CHAT[: CHAT.index("预算")], CHAT[: CHAT.index("预算")]),
        "title": ("生产过程中含盐废水COD偏高不达标", "生产过程中含盐废水COD偏高不达标"),
        "figure COD": (
            {"name": "COD", "present": "500", "wanted": "50", "unit": "mg/L"},
            "希望将COD由500mg/L降至50mg/L",
        ),
        "figure 氨氮": (
            {"name": "氨氮", "present": "80", "wanted": "10", "unit": "mg/L"},
            "氨氮从80 mg/L降到10 mg/L",
        ),
        "budget_max": (200_0000_00, "200万元"),
        "deadline": (date(2026, 12, 31), "年底"),
        "kind": ("cooperation", "找高校"),
        "modes": (["joint_development"], "联合研发"),
        "is_anonymous": (True, "不便透露企业名称"),
        "contact_name": ("张工", "张工"),
        "contact_telephone": ("13812345678", "13812345678"),
    }


def test_a_page_with_labels_becomes_a_technology() -> None:
    assert told("technology", BRIEF) == {
        "title": ("余热回收热泵", "余热回收热泵"),
        "scope": ("化工、印染", "化工、印染"),
        "effect": ("节能率30%以上", "节能率30%以上"),
        "trl": (7, "TRL 7"),
        "modes": (["exclusive", "transfer", "use_first"], "转让、独占许可、先使用后付费"),
        "price_kind": ("range", "50-80万元"),
        "price_min": (50_0000_00, "50-80万元"),
        "price_max": (80_0000_00, "50-80万元"),
        "right": ("ZL202010123456.8", "ZL202010123456.8"),
    }


def test_what_is_only_inferred_says_so() -> None:
    text = "我校团队研发的低温SCR脱硝催化剂，已在某焦化厂完成中试，脱硝效率可达95%以上。"
    inferred = {one.name for one in read("technology", text, TODAY) if one.inferred}
    assert inferred == {"title", "trl", "effect"}


def test_numbers_of_people_go_to_the_contact_and_into_no_text() -> None:
    text = "问题：废气超标，详询13812345678或a.b@example.com，急。"
    found = {one.name: one.value for one in read("need", text, TODAY)}
    assert found["problem"] == "废气超标，详询或，急。"
    assert found["contact_telephone"] == "13812345678"
    assert found["contact_email"] == "a.b@example.com"


def test_a_deadline_in_the_past_is_no_deadline() -> None:
    assert "deadline" not in told("need", "我厂2019年5月投产，脱硫不稳定，需要改造。")
    assert told("need", "期限：2027年2月底")["deadline"] == (date(2027, 2, 28), "2027年2月底")
    assert told("need", "希望三个月内解决脱硫问题")["deadline"] == (date(2027, 2, 22), "三个月内")


def test_a_text_without_words_gives_nothing() -> None:
    assert told("need", "，，。！") == {}


@given(st.text(alphabet="技术需求预算：，。\n万元0123456789%降至由ZLmg/L年底前中试许可", max_size=200))
def test_any_text_is_read_and_every_finding_lies_in_it(text: str) -> None:
    for side in ("technology", "need"):
        for one in read(side, text, TODAY):  # type: ignore[arg-type]
            assert 0 <= one.start < one.end <= len(text)
            assert one.quote(text).strip() != ""
