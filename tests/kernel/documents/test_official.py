"""Official papers as docx: the layout of GB/T 9704, the same bytes twice."""

import io
import zipfile
from datetime import date

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn
from pydantic import ValidationError

from qinglan.kernel.documents.checking import inspect
from qinglan.kernel.documents.official.content import KINDS
from qinglan.kernel.documents.official.docx import docx
from qinglan.kernel.documents.printing import print_version
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


def borders(paragraph) -> dict[str, tuple[str, str, str]]:
    """Side → kind, width in eighths of a point, colour of the lines about a paragraph."""
    found = paragraph._p.pPr.find(qn("w:pBdr")) if paragraph._p.pPr is not None else None
    names = ("val", "sz", "color")
    return {
        line.tag.rpartition("}")[2]: tuple(line.get(qn(f"w:{name}")) for name in names)
        for line in (found if found is not None else ())
    }


RED_THICK, RED_THIN = ("single", "18", "E60012"), ("single", "6", "E60012")


def test_a_letter_stands_between_red_double_lines() -> None:
    document = read(docx(samples.paper(kind="recommendation")))
    section = document.sections[0]
    assert section.different_first_page_header_footer
    assert (round(section.header_distance.mm), round(section.footer_distance.mm)) == (30, 20)
    head, foot = section.first_page_header.paragraphs, section.first_page_footer.paragraphs
    assert [line.text for line in head] == ["青蓝市科学技术局", ""]
    assert round(head[0].paragraph_format.space_after.mm) == 4
    assert borders(head[1]) == {"top": RED_THICK, "bottom": RED_THIN}
    assert [line.text for line in foot] == [""]  # the first page bears no number
    assert borders(foot[0]) == {"top": RED_THIN, "bottom": RED_THICK}
    for line in (head[1], foot[0]):
        indents = line.paragraph_format
        assert round(156 - indents.left_indent.mm - indents.right_indent.mm) == 170
    assert section.footer.paragraphs[0].text == "— 1 —"


def test_a_letter_has_its_number_at_the_right_and_no_printing_body() -> None:
    document = read(docx(samples.paper(kind="recommendation")))
    found = lines(document)
    assert found[0] == ("　　　〔　　　〕　　号", "仿宋_GB2312", 16.0, "RIGHT")
    assert found[1][0] == "关于公示绿色技术创新实施方案目标的通知"
    assert found[-1] == ("抄送：市发展改革委。", "仿宋_GB2312", 14.0, "JUSTIFY")
    assert [borders(line) for line in document.paragraphs if borders(line)] == []


PEOPLE = {"present": "甲（演示），乙（演示）", "excused": "丙（演示）", "attending": "市财政局丁（演示）"}


def test_minutes_have_their_mark_and_say_who_was_there() -> None:
    document = read(docx(samples.paper(kind="minutes", **PEOPLE)))
    found = [line[0] for line in lines(document)]
    assert found == [
        "青蓝市科学技术局纪要",
        "第　　　期",
        "青蓝市科学技术局\t2026年9月28日",
        "关于公示绿色技术创新实施方案目标的通知",
        "各区县科技局，各有关单位：",
        "一、公示内容",
        "现将实施方案所列目标予以公示。",
        "附件：目标清单",
        "出席：甲（演示），乙（演示）",
        "请假：丙（演示）",
        "列席：市财政局丁（演示）",
        "（联系电话：023-00000000）",
        "抄送：市发展改革委。",
        "青蓝市科学技术局办公室\t2026年9月28日印发",
    ]
    assert round(document.paragraphs[0].paragraph_format.space_before.mm) == 35
    present = next(line for line in document.paragraphs if line.text.startswith("出席"))
    fonts = [run._r.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) for run in present.runs]
    hanging = present.paragraph_format
    assert (fonts, hanging.left_indent.pt, hanging.first_line_indent.pt) == (["黑体", "仿宋_GB2312"], 80, -48)


def test_minutes_without_people_leave_the_list_out() -> None:
    texts = [line[0] for line in lines(read(docx(samples.paper(kind="minutes"))))]
    assert [text for text in texts if text[:2] in ("出席", "请假", "列席")] == []


def test_only_minutes_list_who_was_there() -> None:
    with pytest.raises(ValidationError, match="only minutes list who was present"):
        samples.paper(present="甲（演示）")


def test_papers_without_people_keep_their_version_code() -> None:
    assert b"present" not in samples.paper().canonical()
    assert "甲（演示）".encode() in samples.paper(kind="minutes", **PEOPLE).canonical()


@pytest.mark.parametrize("kind", ["notice", "recommendation", "minutes"])
def test_the_print_version_says_the_same(kind: str) -> None:
    content = samples.paper(kind=kind, **(PEOPLE if kind == "minutes" else {}))
    document = pypdfium2.PdfDocument(print_version(content, "ABCDEFGHJKMN", date(2026, 9, 28)))
    text = document[0].get_textpage().get_text_bounded()
    head = {
        "notice": "青蓝市科学技术局文件",
        "recommendation": "青蓝市科学技术局",
        "minutes": "青蓝市科学技术局纪要",
    }
    assert text.strip().startswith(head[kind])
    assert ("印发" in text, "出席" in text) == (kind != "recommendation", kind == "minutes")
    document.close()


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
