"""The confidentiality agreement on paper: PDF with a version code on every page, and docx. Always in Chinese."""

import io
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from qinglan.kernel import clock
from qinglan.kernel.documents import code
from qinglan.kernel.documents.typesetting import refuse_missing, typeset
from qinglan.kernel.web import demonstration
from qinglan.market.models.agreement import Agreement

_NUMBERS = "一二三四五六七八九十"


def parties(agreement: Agreement) -> list[tuple[str, str, str]]:
    """The parties: 甲方 provides what was asked about, 乙方 asked; name and code."""
    enquiry = agreement.enquiry
    return [
        ("甲方", enquiry.receiver.name, enquiry.receiver.code),
        ("乙方", enquiry.sender.name, enquiry.sender.code),
    ]


def numbered(agreement: Agreement) -> list[tuple[str, str]]:
    """The articles with their numbers."""
    return [(f"第{_chinese(place)}条", text) for place, text in enumerate(agreement.articles, 1)]


def _chinese(number: int) -> str:
    if number <= 10:
        return _NUMBERS[number - 1]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else _NUMBERS[tens - 1]) + "十" + (_NUMBERS[ones - 1] if ones else "")


def closing(agreement: Agreement) -> list[str]:
    """Lines for signature and stamp."""
    found: list[str] = []
    for word, name, _code in parties(agreement):
        found += [
            f"{word}（盖章）：{name}",
            "法定代表人或授权代表（签字）：　　　　　　　　　　日期：　　年　　月　　日",
            "",
        ]
    return found


def agreement_pdf(agreement: Agreement) -> bytes:
    """For print, stamp and scan; the same agreement gives the same bytes. Raises Impossible for a missing glyph."""
    enquiry = agreement.enquiry
    groups = [
        {
            "title": "双方与标的",
            "rows": [
                *([f"{word}（单位）", f"{name}　{number}"] for word, name, number in parties(agreement)),
                ["对接意向", enquiry.reference],
                ["标的", f"{enquiry.listing.reference} {enquiry.listing.title}"],
                ["保密年限", f"{agreement.years}年，自双方签署之日起"],
            ],
            "headings": [],
            "lines": [],
        },
        {
            "title": "条款",
            "rows": [[number, text] for number, text in numbered(agreement)],
            "headings": [],
            "lines": [],
        },
    ]
    data = {
        "title": agreement.title,
        "author": "",
        "subtitle": enquiry.reference,
        "number": enquiry.reference,
        "code": code.shown(agreement.version_code),
        "code_words": "版本码",
        "mark": demonstration.mark(),
        "groups": groups,
        "closing": closing(agreement),
    }
    refuse_missing({"协议": "\n".join(cell for group in groups for row in group["rows"] for cell in row)})
    return typeset("form", data, day=agreement.drawn_up_at.astimezone(clock.SHANGHAI).date())


def agreement_docx(agreement: Agreement) -> bytes:
    """For one's own lawyers to read and comment; the print version is what is signed."""
    paper = Document()
    normal: Any = paper.styles["Normal"]
    normal.font.name, normal.font.size = "FangSong", Pt(14)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    if mark := demonstration.mark():
        paper.add_paragraph(mark)
    paper.add_heading(agreement.title, level=1)
    for word, name, number in parties(agreement):
        paper.add_paragraph(f"{word}：{name}（{number}）")
    enquiry = agreement.enquiry
    paper.add_paragraph(
        f"对接意向：{enquiry.reference}；标的：{enquiry.listing.reference} {enquiry.listing.title}"
    )
    for number, text in numbered(agreement):
        paper.add_paragraph(f"{number}　{text}")
    paper.add_paragraph(f"保密年限：{agreement.years}年，自双方签署之日起。")
    for line in closing(agreement):
        paper.add_paragraph(line)
    paper.add_paragraph(f"版本码：{code.shown(agreement.version_code)}")
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()
