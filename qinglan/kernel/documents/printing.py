"""The PDF of papers and certificates, and pictures of pages for the eye."""

import io
import struct
import zlib
from datetime import date
from typing import Any

import pypdfium2
import segno

from qinglan.kernel.documents import code
from qinglan.kernel.documents.models.certificate import Certificate
from qinglan.kernel.documents.official.content import KINDS, PaperContent
from qinglan.kernel.documents.official.docx import chinese_day
from qinglan.kernel.documents.typesetting import typeset
from qinglan.kernel.web import demonstration


def print_version(content: PaperContent, version_code: str, day: date) -> bytes:
    """The paper as PDF for print, stamp and scan: `version_code` and page marks on every page."""
    data = content.model_dump(mode="json") | {
        "day": chinese_day(content),
        "code": code.shown(version_code),
        "word": KINDS[content.kind].word,
        "layout": KINDS[content.kind].layout,
        "people": [(label, names) for label, names in content.people() if names],
        "mark": demonstration.mark(),
    }
    return typeset("paper", data, day=content.day or day)


def certificate_pdf(certificate: Certificate, address: str) -> bytes:
    """The certificate on one page, with a QR code that leads to `address`."""
    day = certificate.issued_on
    data = {
        "title": certificate.title,
        "issuer": certificate.issuer,
        "number": certificate.number,
        "holder_name": certificate.holder_name,
        "statement": certificate.statement,
        "rows": certificate.rows,
        "day": f"{day.year}年{day.month}月{day.day}日",
        "code": code.shown(certificate.code),
        "address": address,
        "qr": qr_svg(address),
        "mark": demonstration.mark(),
    }
    return typeset("certificate", data, day=day)


def qr_svg(text: str) -> str:
    """A QR code (error correction M) as an SVG picture of its own."""
    buffer = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        buffer, kind="svg", border=2, xmldecl=False, scale=4, light="#fff"
    )
    return buffer.getvalue().decode()


def page_count(pdf: bytes) -> int:
    """The number of pages."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def page_picture(pdf: bytes, page: int, *, width: int = 900) -> bytes:
    """Page `page` (from 0) as a PNG of `width` pixels; raises IndexError where there is none."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        if not 0 <= page < len(document):
            raise IndexError(page)
        sheet = document[page]
        scale = min(width / sheet.get_width(), 4.0)
        return _png(sheet.render(scale=scale, rev_byteorder=True))
    finally:
        document.close()


def _png(bitmap: Any) -> bytes:
    """A bitmap of pdfium, with 3 or 4 bytes a pixel, as PNG (ISO/IEC 15948)."""
    channels, stride = bitmap.n_channels, bitmap.stride
    raw = bytes(bitmap.buffer)
    rows = b"".join(
        b"\0" + raw[y * stride : y * stride + bitmap.width * channels] for y in range(bitmap.height)
    )
    header = struct.pack(">IIBBBBB", bitmap.width, bitmap.height, 8, 6 if channels == 4 else 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def pages_with_code(pdf: bytes, version_code: str) -> list[int] | None:
    """The pages (from 1) on which a text PDF shows the code; None where no page has any text (a scan)."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = [document[index].get_textpage().get_text_bounded() for index in range(len(document))]
    finally:
        document.close()
    if not any(text.strip() for text in texts):
        return None
    return [place for place, text in enumerate(texts, 1) if version_code in code.normalised(text)]
