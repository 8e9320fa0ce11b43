"""The building blocks of an official paper in docx: paragraphs, rules, tables, page numbers."""

from collections.abc import Sequence
from typing import Any

from docx.document import Document as DocxDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor

from qinglan.kernel.documents.official import fonts
from qinglan.kernel.documents.official.content import Table

RED = RGBColor(0xE6, 0x00, 0x12)
WIDTH = Mm(156)
_BODY = Pt(16)
ISSUER = Pt(36)
NUMBER = "　　　〔　　　〕　　号"
"""The place of the document number, which the office fills in."""


def paragraph(
    document: Any,
    text: str,
    *,
    indent: int = 2,
    align: Any = ALIGN.JUSTIFY,
    font: str = fonts.FANGSONG,
    size: Length = _BODY,
    red: bool = False,
) -> Any:
    """Add a paragraph; `indent` in characters of the first line."""
    made = document.add_paragraph()
    made.alignment = align
    if indent:
        properties = made._p.get_or_add_pPr()
        place = OxmlElement("w:ind")
        place.set(qn("w:firstLineChars"), str(indent * 100))
        place.set(qn("w:firstLine"), str(int(indent * size.pt * 20)))
        properties.append(place)
    if text:
        run(made, text, font=font, size=size, red=red)
    return made


def run(made: Any, text: str, *, font: str, size: Length, red: bool = False) -> Any:
    """Add a run of text in one typeface and size."""
    added = made.add_run(text)
    added.font.size = size
    fonts.apply(added._r.get_or_add_rPr(), font)
    if red:
        added.font.color.rgb = RED
    return added


def issuer_mark(holder: Any, text: str) -> Any:
    """发文机关标志: the issuer's mark in red, as large as one line allows."""
    size = fitting(text, ISSUER)
    made = paragraph(holder, text, indent=0, align=ALIGN.CENTER, font=fonts.BIAOSONG, size=size, red=True)
    made.paragraph_format.line_spacing = 1.0
    return made


def double_line(holder: Any, above: int, below: int) -> Any:
    """A red double line of 170 mm in the middle of the page; the widths of its lines in eighths of a point."""
    made = paragraph(holder, "", indent=0)
    made.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    made.paragraph_format.line_spacing = Pt(2)
    # The text is 156 mm wide, 28 mm from the left edge of the paper and 26 mm from the right.
    made.paragraph_format.left_indent, made.paragraph_format.right_indent = Mm(-8), Mm(-6)
    ruled(made, "top", "single", red=True, width=above, space=0)
    ruled(made, "bottom", "single", red=True, width=below, space=0)
    return made


def fitting(text: str, largest: Length) -> Length:
    """The size at which `text` fits into one line, at most `largest`."""
    return Pt(min(largest.pt, max(16, int(WIDTH.pt / max(len(text), 1)))))


def ruled(made: Any, side: str, style: str, *, red: bool = False, width: int = 12, space: int = 4) -> None:
    """A line above or below a paragraph, as wide as the text; `width` in eighths of a point."""
    properties = made._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(
            borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
        )
    line = OxmlElement(f"w:{side}")
    for name, value in (
        ("val", style),
        ("sz", str(width)),
        ("space", str(space)),
        ("color", "E60012" if red else "000000"),
    ):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)


def right_tab(made: Any, place: Length) -> None:
    """A tab stop at the right edge."""
    made.paragraph_format.tab_stops.add_tab_stop(place, WD_TAB_ALIGNMENT.RIGHT)
    made.alignment = ALIGN.LEFT


def table(document: DocxDocument, block: Table) -> None:
    """A table with a repeated heading row, in 小四."""
    size = Pt(12)
    if block.caption:
        made = paragraph(document, block.caption, indent=0, align=ALIGN.CENTER, font=fonts.HEI)
        made.paragraph_format.keep_with_next = True
    grid = document.add_table(rows=1, cols=len(block.headings), style="Table Grid")
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    grid.autofit = False
    shares = block.widths if len(block.widths) == len(block.headings) else (1,) * len(block.headings)
    widths = [Mm(156 * share / sum(shares)) for share in shares]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    _fill(grid.rows[0], block.headings, widths, size, fonts.HEI)
    head = OxmlElement("w:tblHeader")
    grid.rows[0]._tr.get_or_add_trPr().append(head)
    for cells in block.rows:
        _fill(grid.add_row(), cells, widths, size, fonts.FANGSONG)


def _fill(row: Any, texts: tuple[str, ...], widths: Sequence[Length], size: Length, font: str) -> None:
    keep = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(keep)
    for cell, text, width in zip(row.cells, texts, widths, strict=True):
        cell.width = width
        line = cell.paragraphs[0]
        line.paragraph_format.line_spacing = Pt(20)
        line.alignment = ALIGN.CENTER if font == fonts.HEI else ALIGN.LEFT
        if text:
            run(line, text, font=font, size=size)


def page_numbers(document: DocxDocument, *, mark: str = "") -> None:
    """“— 1 —” in 四号 宋体: right on odd pages, left on even ones; with `mark` before it."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, align in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
        footer.is_linked_to_previous = False
        line = footer.paragraphs[0]
        line.alignment = align
        size = Pt(14)
        if mark:
            run(line, f"{mark}　", font=fonts.SONG, size=Pt(9))
        run(line, "— ", font=fonts.SONG, size=size)
        for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("result", "1"), ("end", "")):
            piece = run(line, "", font=fonts.SONG, size=size)
            if kind in ("begin", "separate", "end"):
                element = OxmlElement("w:fldChar")
                element.set(qn("w:fldCharType"), kind)
            else:
                element = OxmlElement("w:t" if kind else "w:instrText")
                element.text = text
            piece._r.append(element)
        run(line, " —", font=fonts.SONG, size=size)
        if align == ALIGN.RIGHT:
            line.paragraph_format.right_indent = Pt(14)
        else:
            line.paragraph_format.left_indent = Pt(14)
