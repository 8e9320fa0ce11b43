"""Numbers are found in every kind of file that a machine can read, and what none can read is named."""

import io

import openpyxl
import pytest
from django.utils import translation
from docx import Document

from qinglan.kernel.disclosure.scanning import scan_file
from tests.kernel.disclosure.test_text import ID
from tests.kernel.documents import samples

MASKED = f"500***********{ID[-4:]}"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def found(name: str, content: bytes) -> tuple[list[tuple[str, str]], list[str]]:
    scan = scan_file(name, content)
    return [(one.masked, one.place) for one in scan.findings], scan.unread


def docx() -> bytes:
    document = Document()
    paragraph = document.add_paragraph("申请人")
    for piece in (ID[:5], ID[5:11], ID[11:]):
        paragraph.add_run(piece)
    document.add_table(1, 1).cell(0, 0).text = "13800138000"
    document.sections[0].footer.paragraphs[0].text = f"经办 {ID}"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def xlsx() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "名单"
    book.active["B2"] = ID
    hidden = book.create_sheet("隐藏")
    hidden.sheet_state = "hidden"
    hidden["A1"] = 13800138000
    book.active["C3"].comment = openpyxl.comments.Comment(f"核对 {ID}", "a")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_docx_is_read_with_tables_footers_and_split_runs() -> None:
    assert found("a.docx", docx()) == (
        [(MASKED, "a.docx"), ("138****8000", "a.docx"), (MASKED, "a.docx · word/footer1.xml")],
        [],
    )


def test_an_xlsx_is_read_with_hidden_sheets_and_comments() -> None:
    assert found("a.xlsx", xlsx()) == (
        [
            (MASKED, "a.xlsx · 名单!B2"),
            ("138****8000", "a.xlsx · 隐藏!A1"),
            (MASKED, "a.xlsx · xl/comments/comment1.xml"),
        ],
        [],
    )


def test_a_pdf_with_text_is_read() -> None:
    assert found("a.pdf", samples.pdf(f"联系人 {ID}")) == ([(MASKED, "a.pdf · page 1")], [])


def test_a_web_page_is_read_with_what_it_does_not_show() -> None:
    page = f'<p data-x="13800138000">身份证 {ID[:6]}<b>{ID[6:]}</b></p>'
    assert found("a.html", page.encode()) == (
        [(MASKED, "a.html"), ("138****8000", "a.html · source of the page")],
        [],
    )


def test_archives_are_opened_and_names_read() -> None:
    inner = samples.zipped({"名单.txt": f"甲 {ID}".encode("gb18030"), "照片.jpg": samples.jpeg()})
    outer = samples.zipped({"13800138000.zip": inner})
    findings, unread = found("材料.zip", outer)
    assert [one[0] for one in findings] == ["138****8000", MASKED]
    assert unread == ["材料.zip › 13800138000.zip › 照片.jpg"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", samples.jpeg()),
        ("a.doc", samples.ole("WordDocument")),
        ("a.pdf", samples.pdf()[:300]),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.xlsx", samples.xlsx()),
        ("a.zip", b"PK\x03\x04 broken"),
        ("a.docx", samples.zipped({"word/document.xml": b"<!DOCTYPE x [<!ENTITY e '1'>]><a>&e;"})),
    ],
)
def test_what_no_machine_can_read_is_named_and_never_taken_for_clean(name: str, content: bytes) -> None:
    assert found(name, content) == ([], [name])


def test_a_picture_in_a_docx_is_named() -> None:
    assert found("a.docx", samples.docx(word__media__image1=b"x"))[1] == ["a.docx › word/media/image1"]
