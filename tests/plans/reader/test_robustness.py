"""Any text is read without an error, and every quote lies where its span says."""

from hypothesis import given, settings
from hypothesis import strategies as st

from qinglan.plans.reader import read_text
from tests.plans.reader.test_corpus import assert_quotes_lie_in_the_text

HEAD = "青澜市推进绿色发展实施方案\n一、总体要求，加强建设\n"
WORDS = st.sampled_from(
    [
        "到2025年",
        "培育",
        "建设",
        "5家",
        "30%",
        "不低于",
        "以上",
        "超过",
        "（一）",
        "二、",
        "1.",
        "第三条",
        "（责任单位：市发展改革委）",
        "市科技局牵头",
        "每年",
        "3-5个",
        "、",
        "，",
        "。",
        "\n",
        "\u3000\u3000",
        "给予",
        "最高50万元",
        "奖励",
        "三年内",
        "分别达到",
        "和",
        "65%",
        "的企业",
        "力争",
        "主要目标",
        "附件",
        "专栏1",
        "“十四五”",
        "《",
        "》",
        "(",
        "）",
        "一半",
        "零增长",
        "数以万计",
        "亿元以上",
        "\t",
        "１２",
        "——",
        "关于印发",
        "的通知",
        "方案",
    ]
)


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_arbitrary_text_is_read(text: str) -> None:
    assert_quotes_lie_in_the_text(read_text(text))


@given(st.lists(WORDS, max_size=120))
@settings(max_examples=300, deadline=None)
def test_any_order_of_a_plans_words_is_read(words: list[str]) -> None:
    text = HEAD + "".join(words) + "\n二、推进落实\n三、强化保障\n"
    reading = read_text(text)
    for item in (*reading.quantities, *reading.bodies):
        assert reading.text[item.span.start : item.span.end] == item.quote
    numbers = [article.number for article in reading.articles]
    assert numbers == list(range(1, len(numbers) + 1))
    listed = [number for chapter in reading.chapters for number in chapter.articles]
    assert listed == numbers
