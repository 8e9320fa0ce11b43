"""An official paper as docx in the layout of GB/T 9704-2012; the same content gives the same bytes.

The layout: A4 with margins of 37, 26, 35 and 28 mm (top, right, bottom, left), 22 lines of 28
characters of 三号 (16 pt) 仿宋 at 28 pt, title in 二号 小标宋, page number 四号 between dashes,
outside. The office sets the document number; its place is kept free. A letter (信函格式) and minutes
(纪要格式) have heads and feet of their own: `letter`, `minutes`.
"""

import io
from datetime import datetime, time

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt

from qinglan.kernel.documents.official import fonts, letter, minutes, parts
from qinglan.kernel.documents.official.content import KINDS, Heading, PaperContent, Paragraph, Table
from qinglan.kernel.documents.official.repack import repacked
from qinglan.kernel.web import demonstration

LINE = Pt(28)
BODY = Pt(16)
TITLE = Pt(22)
UNDATED = "××××年×月×日"
_HEADING_FONTS = {1: fonts.HEI, 2: fonts.KAI, 3: fonts.FANGSONG, 4: fonts.FANGSONG}


def docx(content: PaperContent) -> bytes:
    """The paper as a docx file, reproducible; in demonstration mode marked on every page."""
    document = Document()
    _page(document)
    _base_style(document)
    layout = KINDS[content.kind].layout
    _head(document, content, layout)
    _title(document, content)
    if content.addressee:
        parts.paragraph(document, f"{content.addressee}：", indent=0)
    _body(document, content)
    _attachments(document, content)
    if layout == "minutes":
        minutes.people(document, content)
    else:
        _signature(document, content)
    _contact(document, content)
    if layout == "letter":
        letter.foot(document, content)
    else:
        _foot(document, content)
    parts.page_numbers(document, mark=demonstration.mark())
    fonts.declare(document)
    _properties(document, content)
    buffer = io.BytesIO()
    document.save(buffer)
    return repacked(buffer.getvalue())


def chinese_day(content: PaperContent) -> str:
    """成文日期 in Arabic digits without leading zeros; a blank where the office sets it."""
    day = content.day
    return f"{day.year}年{day.month}月{day.day}日" if day else UNDATED


def _page(document: DocxDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(25)


def _base_style(document: DocxDocument) -> None:
    style = document.styles["Normal"]
    style.font.size = BODY
    fonts.apply(style.element.get_or_add_rPr(), fonts.FANGSONG)
    style.paragraph_format.line_spacing = LINE
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)


def _head(document: DocxDocument, content: PaperContent, layout: str) -> None:
    """版头: the issuer's mark in red, the free place of the number, the red line."""
    mark = demonstration.mark()
    if mark:
        parts.paragraph(document, mark, indent=0, align=ALIGN.CENTER, font=fonts.HEI)
    if layout == "letter":
        letter.head(document, content)
    elif layout == "minutes":
        minutes.head(document, content, chinese_day(content))
    else:
        parts.issuer_mark(document, f"{content.issuer}文件")
        parts.paragraph(document, "", indent=0)
        line = parts.paragraph(document, parts.NUMBER, indent=0, align=ALIGN.CENTER)
        parts.ruled(line, "bottom", "single", red=True)


def _title(document: DocxDocument, content: PaperContent) -> None:
    parts.paragraph(document, "", indent=0)
    parts.paragraph(document, "", indent=0)
    parts.paragraph(document, content.title, indent=0, align=ALIGN.CENTER, font=fonts.BIAOSONG, size=TITLE)
    parts.paragraph(document, "", indent=0)


def _body(document: DocxDocument, content: PaperContent) -> None:
    for block in content.blocks:
        if isinstance(block, Heading):
            made = parts.paragraph(document, block.text, font=_HEADING_FONTS[block.level])
            made.paragraph_format.keep_with_next = True
        elif isinstance(block, Paragraph):
            parts.paragraph(document, block.text)
        elif isinstance(block, Table):
            parts.table(document, block)


def _attachments(document: DocxDocument, content: PaperContent) -> None:
    """附件说明: one line free above, numbered where there are several, no full stop."""
    if not content.attachments:
        return
    parts.paragraph(document, "", indent=0)
    several = len(content.attachments) > 1
    for place, text in enumerate(content.attachments, 1):
        label = "附件：" if place == 1 else "　　　"
        parts.paragraph(document, f"{label}{f'{place}. ' if several else ''}{text}")


def _signature(document: DocxDocument, content: PaperContent) -> None:
    """发文机关署名 and 成文日期, four characters from the right edge, kept on one page."""
    parts.paragraph(document, "", indent=0)
    parts.paragraph(document, "", indent=0)
    for text in (content.issuer, chinese_day(content)):
        line = parts.paragraph(document, text, indent=0, align=ALIGN.RIGHT)
        line.paragraph_format.right_indent = 4 * BODY
        line.paragraph_format.keep_together = True
        line.paragraph_format.keep_with_next = text == content.issuer


def _contact(document: DocxDocument, content: PaperContent) -> None:
    """附注: in brackets under the date."""
    if content.contact:
        parts.paragraph(document, "", indent=0)
        parts.paragraph(document, f"（{content.contact}）")


def _foot(document: DocxDocument, content: PaperContent) -> None:
    """版记: copies and printing body between lines."""
    if not (content.copy_to or content.printed_by):
        return
    parts.paragraph(document, "", indent=0)
    lines = []
    if content.copy_to:
        lines.append(parts.paragraph(document, f"抄送：{content.copy_to}。", indent=0, size=Pt(14)))
    if content.printed_by:
        text = f"{content.printed_by}\t{chinese_day(content)}印发"
        lines.append(parts.paragraph(document, text, indent=0, size=Pt(14)))
        parts.right_tab(lines[-1], Mm(156))
    parts.ruled(lines[0], "top", "single")
    parts.ruled(lines[-1], "bottom", "single")
    for line in lines[:-1]:
        parts.ruled(line, "bottom", "single")


def _properties(document: DocxDocument, content: PaperContent) -> None:
    """Fixed properties: nothing of the machine or the hour goes into the file."""
    properties = document.core_properties
    moment = datetime.combine(content.day, time()) if content.day else datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed text
    properties.title, properties.author = content.title, content.issuer
    properties.last_modified_by = content.issuer
    properties.comments = demonstration.line()
    properties.created = properties.modified = moment
    properties.revision = 1
    properties.language = "zh-CN"
