"""纪要格式 (GB/T 9704-2012, 10.3): the mark of minutes, and who was there.

The mark, the name of the meeting or body with 纪要, stands 35 mm below the upper edge of the text; under it
the number of the issue, the issuer and the day, and the red line. Under the text, one line free, stand 出席,
请假 and 列席 in 黑体 with a colon, the names behind it in 仿宋, further lines in line with the first name.
Minutes bear no seal and no signature.
"""

from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt

from qinglan.kernel.documents.official import fonts, parts
from qinglan.kernel.documents.official.content import PaperContent

DOWN = Mm(35)
CHARACTER = Pt(16)


def head(document: DocxDocument, content: PaperContent, day: str) -> None:
    """The mark, the place of the issue's number, issuer and day over the red line."""
    mark = parts.issuer_mark(document, f"{content.issuer}纪要")
    mark.paragraph_format.space_before = DOWN
    parts.paragraph(document, "第　　　期", indent=0, align=ALIGN.CENTER)
    line = parts.paragraph(document, f"{content.issuer}\t{day}", indent=0)
    parts.right_tab(line, parts.WIDTH)
    parts.ruled(line, "bottom", "single", red=True)


def people(document: DocxDocument, content: PaperContent) -> None:
    """Who was present, excused and sat in; what is empty is left out."""
    named = [(label, names) for label, names in content.people() if names]
    if named:
        parts.paragraph(document, "", indent=0)
    for label, names in named:
        line = parts.paragraph(document, "", indent=0)
        parts.run(line, f"{label}：", font=fonts.HEI, size=CHARACTER)
        parts.run(line, names, font=fonts.FANGSONG, size=CHARACTER)
        line.paragraph_format.left_indent = 5 * CHARACTER
        line.paragraph_format.first_line_indent = -3 * CHARACTER
