"""信函格式 (GB/T 9704-2012, 10.1): a letterhead between red double lines.

The issuer's mark stands 30 mm below the edge of the paper, without 文件; 4 mm below it a double line, thick
over thin, and 20 mm above the lower edge another, thin over thick, both of 170 mm. The number stands at the
right under the first line. The first page bears no page number. The foot has the copies alone: no printing
body, no day of printing, no lines.
"""

from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt

from qinglan.kernel.documents.official import parts
from qinglan.kernel.documents.official.content import PaperContent

TOP, BOTTOM = Mm(30), Mm(20)
GAP = Mm(4)
THICK, THIN = 18, 6
"""Eighths of a point."""
UNDER_THE_LINE = Pt(14)
"""Seven eighths of the height of a character of 三号."""


def head(document: DocxDocument, content: PaperContent) -> None:
    """The mark and both double lines on the first page, and the place of the number under the first."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header_distance, section.footer_distance = TOP, BOTTOM
    above, below = section.first_page_header, section.first_page_footer
    above.is_linked_to_previous = below.is_linked_to_previous = False
    mark = parts.issuer_mark(above, content.issuer)
    mark.paragraph_format.space_after = GAP
    parts.double_line(above, THICK, THIN)
    parts.double_line(below, THIN, THICK)
    for holder in (above, below):  # each begins with an empty paragraph of the template
        first = holder.paragraphs[0]._p
        first.getparent().remove(first)
    number = parts.paragraph(document, parts.NUMBER, indent=0, align=ALIGN.RIGHT)
    number.paragraph_format.space_before = UNDER_THE_LINE


def foot(document: DocxDocument, content: PaperContent) -> None:
    """抄送 alone, without lines."""
    if content.copy_to:
        parts.paragraph(document, "", indent=0)
        parts.paragraph(document, f"抄送：{content.copy_to}。", indent=0, size=Pt(14))
