"""Every format and encoding gives the same reading of the same plan."""

from pathlib import Path

import pytest

from qinglan.plans.reader import Reading, read_bytes, read_file, read_text
from tests.plans.reader.papers import PLAN, docx_of, html_of, pdf_of, plan_lines, raw_docx


def facts(reading: Reading) -> dict[str, object]:
    told = reading.to_json()
    del told["document"], told["source"]
    return told


WANTED = facts(read_text(PLAN))


@pytest.mark.parametrize(
    "data",
    [
        PLAN.encode("utf-8"),
        PLAN.encode("utf-8-sig"),
        PLAN.encode("gb18030"),
        PLAN.encode("utf-16"),
        PLAN.replace("\n", "\r\n").encode("utf-8"),
        PLAN.replace("\n", "\r").encode("gb18030"),
    ],
    ids=["utf-8", "utf-8 with mark", "gb18030", "utf-16", "crlf", "cr"],
)
def test_text_in_every_encoding_reads_alike(data: bytes) -> None:
    assert facts(read_bytes(data, "plan.txt")) == WANTED


def test_docx_reads_as_the_text() -> None:
    assert facts(read_bytes(docx_of(plan_lines()), "plan.docx")) == WANTED


def test_html_reads_as_the_text_and_leaves_scripts_and_navigation_out() -> None:
    title, *rest = plan_lines()
    page = html_of([title + rest[0], *rest[1:]])
    reading = read_bytes(page.encode("gb18030"), "plan.html")
    assert facts(reading) == WANTED
    assert "999" not in reading.text


def test_html_states_its_own_address() -> None:
    page = html_of(plan_lines()).replace(
        "<title>", '<link rel="canonical" href="https://www.example.gov.cn/1.html"><title>'
    )
    assert read_bytes(page.encode(), "plan.html").source == "https://www.example.gov.cn/1.html"


def test_pdf_reads_as_the_text_though_its_lines_are_wrapped() -> None:
    assert facts(read_bytes(pdf_of(plan_lines()), "plan.pdf")) == WANTED


def test_the_type_is_taken_from_the_content(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(docx_of(plan_lines()))
    assert facts(read_file(path)) == WANTED
    assert read_file(path).document == "plan.txt"


NUMBERING = """
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="（%2）"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
"""


def numbered(level: int, text: str) -> str:
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
    )


def plain(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_automatic_numbering_of_word_is_read() -> None:
    data = raw_docx(
        plain("云岭县推进绿色建筑发展实施方案")
        + numbered(0, "总体要求")
        + numbered(1, "发展目标。到2027年，新建绿色建筑占比达到95%。")
        + numbered(0, "重点任务")
        + numbered(1, "完善标准。推动建立标准体系。")
        + numbered(1, "加强监管。开展专项检查。"),
        NUMBERING,
    )
    reading = read_bytes(data, "plan.docx").to_json()
    assert reading["chapters"] == [
        {"number": 1, "heading": "总体要求", "articles": [1]},
        {"number": 2, "heading": "重点任务", "articles": [2, 3]},
    ]
    assert [(a["number"], a["heading"], a["label"]) for a in reading["articles"]] == [
        (1, "发展目标", "一"),
        (2, "完善标准", "一"),
        (3, "加强监管", "二"),
    ]
    assert [(q["value"], q["unit"]) for q in reading["quantities"]] == [(95, "%")]
