"""Files in the formats that the reader takes, made from lines of text."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import docx

from qinglan.plans.reader.lines import display_width

CORPUS = Path(__file__).parent / "corpus"
PLAN = (CORPUS / "01-manufacturing.txt").read_text(encoding="utf-8")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def plan_lines() -> list[str]:
    return [line for line in PLAN.splitlines() if line.strip()]


def docx_of(lines: Sequence[str]) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def raw_docx(document: str, numbering: str = "") -> bytes:
    """A docx of hand-written parts; `document` is the body's XML."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{document}</w:body></w:document>'
        )
        if numbering:
            archive.writestr("word/numbering.xml", f'<w:numbering xmlns:w="{W}">{numbering}</w:numbering>')
    return stream.getvalue()


def html_of(lines: Sequence[str]) -> str:
    title, *rest = lines
    body = "".join(f"<p>&emsp;&emsp;{escape(line)}</p>\n" for line in rest)
    return (
        "<!DOCTYPE html><html><head><title>青澜市政府网</title><style>p{color:red}</style>"
        "<script>var x = '到2025年，培育999家企业。';</script></head><body>"
        "<div class='nav'><a>首页</a> &gt; <a>政策文件</a></div>"
        f"<h1>{escape(title)}</h1><div class='content'>{body}</div>"
        "<div class='foot'>网站标识码：1234567890</div></body></html>"
    )


def pdf_of(lines: Sequence[str], columns: int = 34, encrypted: bool = False) -> bytes:
    """A text PDF that wraps its paragraphs at `columns` characters and indents them, with page numbers."""
    rows: list[str] = []
    for line in lines:
        row = "　　"
        for char in line:
            if display_width(row + char) > 2 * columns:
                rows.append(row)
                row = ""
            row += char
        rows.append(row)
    pages = [rows[i : i + 28] for i in range(0, len(rows), 28)]
    return _pdf([[*page, f"— {number} —"] for number, page in enumerate(pages, 1)], encrypted=encrypted)


def pdf_without_text() -> bytes:
    """A PDF with pages and no text layer, as a scan has."""
    return _pdf([[], []])


def _pdf(pages: Sequence[Sequence[str]], *, encrypted: bool = False) -> bytes:
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def "
        "1 begincodespacerange <0000> <FFFF> endcodespacerange "
        "1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids ["
        + " ".join(f"{6 + 2 * i} 0 R" for i in range(len(pages)))
        + f"] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        (
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000 "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
            "/FontDescriptor << /Type /FontDescriptor /FontName /Song /Flags 4 >> >>"
        ),
        _stream(cmap),
    ]
    for index, page in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * index} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        shown = "".join(
            f"BT /F1 14 Tf 60 {780 - 26 * row} Td <{text.encode('utf-16-be').hex()}> Tj ET\n"
            for row, text in enumerate(page)
        )
        objects.append(_stream(shown))
    trailer = ""
    if encrypted:
        objects.append(f"<< /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >>")
        trailer = f" /Encrypt {len(objects)} 0 R /ID [<{'31' * 16}> <{'31' * 16}>]"
    out = b"%PDF-1.4\n"
    offsets = []
    for number, text in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    out += (
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R{trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return out


def _stream(text: str) -> str:
    return f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"
