"""取证单 as docx: the form of the audit offices, to be sealed by the audited body. The same sheet gives the same bytes."""

import io
from datetime import datetime, time

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt
from docx.table import _Cell

from qinglan.kernel.documents.official import fonts, parts
from qinglan.kernel.documents.official.repack import repacked
from qinglan.kernel.periods.count import legal_day
from qinglan.kernel.web import demonstration
from qinglan.programmes.domain.audit import digest_of_sheet
from qinglan.programmes.models import EvidenceSheet

SIZE = Pt(12)


def evidence_docx(sheet: EvidenceSheet, scheme: str, site: str) -> bytes:
    """The file; `scheme` is the scheme's title, `site` stands before the addresses of the evidence."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    parts.paragraph(document, "审计取证单", indent=0, align=ALIGN.CENTER, font=fonts.BIAOSONG, size=Pt(22))
    day = legal_day(sheet.made_at)
    rows = [
        ("编号", sheet.number),
        ("被审计单位", sheet.audited),
        ("项目和年度", f"{scheme}（{sheet.year}年）"),
        ("审计事项", sheet.matter),
        ("申报件", str(sheet.case) if sheet.case else "—"),
        ("审计事项摘要", sheet.statement),
        (
            "证据",
            "\n".join(
                f"{place}．{text}{_address(site, url)}" for place, (text, url) in enumerate(sheet.rows, 1)
            )
            or "—",
        ),
        ("审计人员", f"{sheet.made_by}    {day.year}年{day.month}月{day.day}日"),
        ("被审计单位意见", "\n\n\n（签字、盖章）            年    月    日"),
        ("散列值", digest_of_sheet(sheet)),
    ]
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for label, text in rows:
        cells = table.add_row().cells
        _fill(cells[0], label, Mm(32), fonts.HEI)
        _fill(cells[1], text, Mm(128), fonts.FANGSONG)
    parts.page_numbers(document, mark=demonstration.mark())
    fonts.declare(document)
    _properties(document, sheet)
    buffer = io.BytesIO()
    document.save(buffer)
    return repacked(buffer.getvalue())


def _address(site: str, url: str) -> str:
    return f"\n    {site}{url}" if url else ""


def _fill(cell: _Cell, text: str, width: Mm, font: str) -> None:
    cell.width = width
    first, *others = text.split("\n")
    parts.run(cell.paragraphs[0], first, font=font, size=SIZE)
    for line in others:
        parts.run(cell.add_paragraph(), line, font=font, size=SIZE)


def _properties(document: DocxDocument, sheet: EvidenceSheet) -> None:
    moment = datetime.combine(legal_day(sheet.made_at), time())  # a fixed text without a zone
    document.core_properties.title = f"审计取证单 {sheet.number}"
    document.core_properties.author = ""
    document.core_properties.created = document.core_properties.modified = moment
