"""Files as people and attackers send them, made here byte by byte."""

import io
import struct
import zipfile
import zlib

from qinglan.kernel.documents.official.content import Heading, PaperContent, Paragraph, Table
from qinglan.kernel.documents.typesetting import typeset


def zipped(members: dict[str, bytes], *, level: int = 6) -> bytes:
    """A zip with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in members.items():
            member = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, content, compresslevel=level)
    return buffer.getvalue()


def docx(**more: bytes) -> bytes:
    """A minimal docx; `more` are further members, with ``__`` for ``/``."""
    members = {
        "[Content_Types].xml": b"<Types/>",
        "word/document.xml": b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>',
    }
    return zipped(members | {name.replace("__", "/"): content for name, content in more.items()})


def xlsx() -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})


def ofd() -> bytes:
    return zipped({"OFD.xml": b"<OFD/>", "Doc_0/Document.xml": b"<Document/>"})


def ole(*streams: str) -> bytes:
    """An OLE file with one sector table, and a directory of these names."""
    size = 512
    header = bytearray(size)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<I", header, 44, 1)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<I", header, 56, 4096)
    struct.pack_into("<III", header, 60, 0xFFFFFFFE, 0, 0xFFFFFFFE)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    names = ["Root Entry", *streams]
    sectors = -(-len(names) // 4)
    table = [0xFFFFFFFD, *range(2, 1 + sectors), 0xFFFFFFFE]
    table += [0xFFFFFFFF] * (128 - len(table))
    directory = bytearray(sectors * size)
    for place, name in enumerate(names):
        encoded = name.encode("utf-16-le") + b"\0\0"
        directory[place * 128 : place * 128 + len(encoded)] = encoded
        struct.pack_into("<HB", directory, place * 128 + 64, len(encoded), 5 if place == 0 else 2)
    return bytes(header) + struct.pack("<128I", *table) + bytes(directory)


def png(trailing: bytes = b"") -> bytes:
    """One white pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\xff")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + trailing + body


def jpeg() -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\xff\xd9"


def webp() -> bytes:
    return b"RIFF" + struct.pack("<I", 12) + b"WEBPVP8 " + b"\0" * 4


def paper(**changes: object) -> PaperContent:
    """A public notice about a plan."""
    given: dict[str, object] = {
        "kind": "public_notice",
        "issuer": "青蓝市科学技术局",
        "title": "关于公示绿色技术创新实施方案目标的通知",
        "addressee": "各区县科技局，各有关单位",
        "blocks": (
            Heading(text="一、公示内容"),
            Paragraph(text="现将实施方案所列目标予以公示。"),
            Table(
                headings=("序号", "目标", "数值"), rows=(("1", "绿色技术创新企业", "30家"),), widths=(1, 4, 2)
            ),
        ),
        "attachments": ("目标清单",),
        "day": "2026-09-28",
        "contact": "联系电话：023-00000000",
        "copy_to": "市发展改革委",
        "printed_by": "青蓝市科学技术局办公室",
    }
    return PaperContent.model_validate(given | changes)


def pdf(text: str = "青蓝") -> bytes:
    """A PDF with a text layer."""
    from datetime import date

    from qinglan.kernel.documents.official.docx import chinese_day

    content = paper(blocks=(Paragraph(text=text),))
    data = content.model_dump(mode="json") | {
        "day": chinese_day(content),
        "code": "-",
        "word": "",
        "mark": "",
    }
    return typeset("paper", data, day=date(2026, 9, 28))
