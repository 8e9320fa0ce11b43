"""The glossary's words for the market are those that the pages use."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = (ROOT / "docs/glossary.md").read_text("utf-8")
CHINESE = "\n".join(
    re.findall(
        r'^msgstr(?:\[\d\])? "(.*)"$',
        (ROOT / "qinglan/market/locale/zh_Hans/LC_MESSAGES/django.po").read_text("utf-8"),
        re.M,
    )
)
ROWS = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|", GLOSSARY, re.M))
WORDS = (
    "technology", "need", "alias", "mode", "match", "not relevant", "supply–demand map", "broker", "mandate",
    "commission", "introduction", "double agency", "enquiry", "room", "confidentiality agreement",
    "saved search", "visit note", "partners abroad", "class of technology export", "service",
)  # fmt: skip
NOT_OURS = ("询盘", "撮合", "谈判室", "磋商室", "中介费", "拜访", "供需地图", "引荐", "备案")
"""What others say for enquiry, match, room, commission, visit, map, introduction; 备案 is another thing."""


@pytest.mark.parametrize("word", WORDS)
def test_the_pages_use_the_word_of_the_glossary(word: str) -> None:
    chinese = ROWS[word].partition("（")[0]
    assert chinese in CHINESE


@pytest.mark.parametrize("word", NOT_OURS)
def test_no_second_word_stands_for_the_same(word: str) -> None:
    assert word not in CHINESE
