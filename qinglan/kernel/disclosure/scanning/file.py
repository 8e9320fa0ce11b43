"""Numbers of persons in files: docx, xlsx, PDF with text, html, txt, and all of these inside zip."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import PurePath

import openpyxl
import pypdfium2
from django.utils.translation import gettext as _
from lxml import etree
from openpyxl.utils.exceptions import InvalidFileException

from qinglan.kernel.disclosure.scanning.text import Finding, scan_text

MOST_BYTES = 200 * 1024 * 1024
"""Bytes that are unpacked at most, archives in archives included."""
DEEPEST = 3
MOST_CELLS = 2_000_000

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT_ENDINGS = (".txt", ".csv", ".xml", ".json", ".md")
_HTML_ENDINGS = (".html", ".htm")


@dataclass
class Scan:
    """What was found, and the files that nobody but a person can read (scans, images, old formats)."""

    findings: list[Finding] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def add(self, other: "Scan") -> None:
        """Take the results of another scan in."""
        self.findings += other.findings
        self.unread += other.unread


@dataclass
class _Budget:
    bytes: int = MOST_BYTES


class Unreadable(Exception):
    """The file can't be read by a machine: a scan, a picture, a password, an old format, damage."""


def scan_file(name: str, content: bytes) -> Scan:
    """Look for numbers in a file and everything inside it; never raises over its content."""
    return _scan(name, content, 1, _Budget())


def _scan(name: str, content: bytes, depth: int, budget: _Budget) -> Scan:
    ending = PurePath(name).suffix.lower()
    try:
        if ending in (".zip", ".ofd") and content.startswith(b"PK"):
            return _scan_archive(name, content, depth, budget)
        scan = Scan()
        for place, text in _texts(ending, content):
            scan.findings += scan_text(text, f"{name} · {place}" if place else name)
        if ending == ".docx":
            scan.add(_pictures(name, content))
        return scan
    except (
        Unreadable,
        zipfile.BadZipFile,
        InvalidFileException,
        pypdfium2.PdfiumError,
        etree.XMLSyntaxError,
        KeyError,
        ValueError,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ):
        # Whatever a damaged or foreign file makes its reader raise: it counts as unread, not as clean.
        return Scan(unread=[name])


def _scan_archive(name: str, content: bytes, depth: int, budget: _Budget) -> Scan:
    if depth > DEEPEST:
        raise Unreadable
    scan = Scan()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            if member.is_dir():
                continue
            inner = f"{name} › {_member_name(member)}"
            budget.bytes -= member.file_size
            if budget.bytes < 0 or member.flag_bits & 1:
                scan.unread.append(inner)
                continue
            scan.findings += scan_text(_member_name(member), _("name of %(file)s") % {"file": inner})
            scan.add(_scan(inner, archive.read(member), depth + 1, budget))
    return scan


def _member_name(member: zipfile.ZipInfo) -> str:
    """The name; Chinese programs write GB 18030 without saying so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def _texts(ending: str, content: bytes) -> Iterator[tuple[str, str]]:
    """The texts of a file with their places; raises Unreadable where it has none."""
    if ending == ".docx":
        return _docx(content)
    if ending == ".xlsx":
        return _xlsx(content)
    if ending == ".pdf":
        return _pdf(content)
    if ending in _HTML_ENDINGS:
        return _html(_decoded(content))
    if ending in _TEXT_ENDINGS:
        return iter([("", _decoded(content))])
    raise Unreadable


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable


def _docx(content: bytes) -> Iterator[tuple[str, str]]:
    """Every part with text: body, headers, footers, notes, comments. A number may be split over runs."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.getinfo("word/document.xml")
        for member in archive.infolist():
            if not member.filename.endswith(".xml") or member.file_size > MOST_BYTES:
                continue
            root = _parsed(archive.read(member))
            lines = [
                "".join(t.text or "" for t in p.iter(f"{_WORD}t", f"{_WORD}delText"))
                for p in root.iter(f"{_WORD}p")
            ]
            lines = lines or [" ".join(str(text).strip() for text in root.itertext())]
            place = "" if member.filename == "word/document.xml" else member.filename
            yield place, "\n".join(lines)


def _pictures(name: str, content: bytes) -> Scan:
    """Pictures in a docx, which nobody can search."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = [one for one in archive.namelist() if one.startswith(("word/media/", "word/embeddings/"))]
    return Scan(unread=[f"{name} › {one}" for one in sorted(found)])


def _xlsx(content: bytes) -> Iterator[tuple[str, str]]:
    """Every cell of every sheet, hidden ones too, and comments."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    cells = 0
    try:
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value is None:
                        continue
                    cells += 1
                    if cells > MOST_CELLS:
                        raise Unreadable
                    value = cell.value
                    text = f"{value:.0f}" if isinstance(value, float) and value == int(value) else str(value)
                    yield f"{sheet.title}!{cell.coordinate}", text
    finally:
        book.close()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if "comment" in name.lower() and name.endswith(".xml"):
                yield name, " ".join(map(str, _parsed(archive.read(name)).itertext()))


def _pdf(content: bytes) -> Iterator[tuple[str, str]]:
    """Each page; a page without text is a scan, so the whole file counts as unread."""
    document = pypdfium2.PdfDocument(content)
    try:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    for number, text in enumerate(texts, 1):
        yield _("page %(number)s") % {"number": number}, text
    if not all(text.strip() for text in texts):
        raise Unreadable


def _html(source: str) -> Iterator[tuple[str, str]]:
    """What is shown, and the source itself (attributes, comments)."""
    reader = _Shown()
    reader.feed(source)
    reader.close()
    shown = "".join(reader.parts)
    yield "", shown
    known = {finding.masked for finding in scan_text(shown)}
    if any(finding.masked not in known for finding in scan_text(source)):
        yield _("source of the page"), source


class _Shown(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("p", "div", "br", "tr", "td", "th", "li", "h1", "h2", "h3", "h4"):
            self.parts.append("\n")


def _parsed(content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(content, parser)
