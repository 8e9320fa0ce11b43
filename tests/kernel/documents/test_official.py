"""Official papers as docx: the layout of GB/T 9704, the same bytes twice."""

import io
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn
from pydantic import ValidationError

from qinglan.kernel.documents.checking import inspect
from qinglan.kernel.documents.official.content import KINDS
from qinglan.kernel.documents.official.docx import docx
from tests.kernel.documents import samples


@pytest.fixture(autouse=True)
def production(settings):
    settings.DEMONSTRATION = False


def read(content: bytes):
    return Document(io.BytesIO(content))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_reproducible_and_passes_our_own_gate(kind: str) -> None:
    content = samples.paper(kind=kind)
    made = docx(content)
    assert made == docx(content)
    assert inspect("a.docx", made, max_bytes=10**7).flags == ()


def test_the_page_is_that_of_the_standard() -> None:
    section = read(docx(samples.paper())).sections[0]
    millimetres = {
        name: round(getattr(section, name).mm, 1)
        for name in (
            "page_width",
            "page_height",
            "top_margin",
            "right_margin",
            "bottom_margin",
            "left_margin",
        )
    }
    assert millimetres == {
        "page_width": 210.0,
        "page_height": 297.0,
        "top_margin": 37.0,
        "right_margin": 26.0,
        "bottom_margin": 35.0,
        "left_margin": 28.0,
    }


def lines(document) -> list[tuple[str, str, float, str]]:
    """Text, typeface, size and alignment of each paragraph with text."""
    found = []
    for paragraph in document.paragraphs:
        if not paragraph.runs:
            continue
        run = paragraph.runs[0]
        font = run._r.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia"))
        found.append((paragraph.text, font, run.font.size.pt, str(paragraph.alignment).split(" ")[0]))
    return found


def test_the_parts_stand_in_order_in_their_typefaces() -> None:
    assert lines(read(docx(samples.paper()))) == [
        ("青蓝市科学技术局文件", "方正小标宋简体", 36.0, "CENTER"),
        ("　　　〔　　　〕　　号", "仿宋_GB2312", 16.0, "CENTER"),
        ("关于公示绿色技术创新实施方案目标的通知", "方正小标宋简体", 22.0, "CENTER"),
        ("各区县科技局，各有关单位：", "仿宋_GB2312", 16.0, "JUSTIFY"),
        ("一、公示内容", "黑体", 16.0, "JUSTIFY"),
        ("现将实施方案所列目标予以公示。", "仿宋_GB2312", 16.0, "JUSTIFY"),
        ("附件：目标清单", "仿宋_GB2312", 16.0, "JUSTIFY"),
        ("青蓝市科学技术局", "仿宋_GB2312", 16.0, "RIGHT"),
        ("2026年9月28日", "仿宋_GB2312", 16.0, "RIGHT"),
        ("（联系电话：023-00000000）", "仿宋_GB2312", 16.0, "JUSTIFY"),
        ("抄送：市发展改革委。", "仿宋_GB2312", 14.0, "JUSTIFY"),
        ("青蓝市科学技术局办公室\t2026年9月28日印发", "仿宋_GB2312", 14.0, "LEFT"),
    ]


def test_lines_are_28_points_and_the_number_stands_between_dashes_outside() -> None:
    document = read(docx(samples.paper()))
    assert document.styles["Normal"].paragraph_format.line_spacing.pt == 28
    section = document.sections[0]
    footers = [
        (footer.paragraphs[0].text, str(footer.paragraphs[0].alignment))
        for footer in (section.footer, section.even_page_footer)
    ]
    assert footers == [("— 1 —", "RIGHT (2)"), ("— 1 —", "LEFT (0)")]


def test_missing_typefaces_have_named_substitutes() -> None:
    with zipfile.ZipFile(io.BytesIO(docx(samples.paper()))) as archive:
        table = archive.read("word/fontTable.xml").decode()
    assert (
        '<w:font w:name="方正小标宋简体"><w:altName w:val="方正小标宋_GBK,FZXiaoBiaoSong-B05S,华文中宋,宋体"/>'
        in table
    )


def test_a_letter_and_minutes_have_heads_of_their_own() -> None:
    heads = {kind: lines(read(docx(samples.paper(kind=kind))))[:2] for kind in ("recommendation", "minutes")}
    assert [(head[0][0], head[1][0], head[1][3]) for head in heads.values()] == [
        ("青蓝市科学技术局", "　　　〔　　　〕　　号", "RIGHT"),
        ("青蓝市科学技术局纪要", "第　　　期", "CENTER"),
    ]


def test_demonstration_papers_say_so(settings) -> None:
    settings.DEMONSTRATION = True
    document = read(docx(samples.paper()))
    assert document.paragraphs[0].text == "演示数据 Demonstration data"
    assert document.sections[0].footer.paragraphs[0].text.startswith("演示数据")


@pytest.mark.parametrize(
    "changes",
    [
        {"blocks": ()},
        {"title": ""},
        {"title": "a\x00b"},
        {"kind": "order"},
        {"unknown": 1},
        {"blocks": ({"type": "table", "headings": ("a",), "rows": (("1",), ("1", "2"))},)},
    ],
)
def test_a_content_that_is_not_whole_is_refused(changes) -> None:
    with pytest.raises(ValidationError):
        samples.paper(**changes)
