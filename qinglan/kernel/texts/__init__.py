"""Files to text: the type is taken from the content, the name only helps to tell html from txt."""

from pathlib import Path

from qinglan.kernel.texts import docx, html, pdf, txt
from qinglan.kernel.texts.errors import ReadError, ReadProblem

MAX_BYTES = 64 * 1024 * 1024
MAX_CHARACTERS = 6_000_000
_FOREIGN = (
    b"{\\rtf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM\x00",
    b"II*\x00",
    b"MM\x00*",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x1f\x8b",
    b"RIFF",
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def text_of(path: Path) -> tuple[str, str | None]:
    """The text of a file and, for a web page, its own address.

    Raises ReadError where the file is missing, empty, damaged, encrypted, a scan, too large or of another type.
    """
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise ReadError(ReadProblem.WRONG_TYPE, path.name)
        if size > MAX_BYTES:
            raise ReadError(ReadProblem.TOO_LARGE, path.name)
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(ReadProblem.MISSING, path.name) from error
    return text_of_bytes(data, path.name)


def text_of_bytes(data: bytes, name: str) -> tuple[str, str | None]:
    """As `text_of`, for a file already in memory; `name` serves messages and the suffix."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise ReadError(ReadProblem.EMPTY, name)
    if len(data) > MAX_BYTES:
        raise ReadError(ReadProblem.TOO_LARGE, name)
    address = None
    suffix = Path(name).suffix.lower()
    if data[:1024].lstrip().startswith(b"%PDF-") or b"%PDF-" in data[:1024]:
        text = pdf.read(data, name)
    elif data.startswith(b"PK\x03\x04"):
        text = docx.read(data, name)
    elif data.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise ReadError(ReadProblem.ENCRYPTED if encrypted else ReadProblem.WRONG_TYPE, name)
    elif data.startswith(_FOREIGN) or suffix in (".doc", ".wps", ".ofd", ".xls", ".xlsx", ".jpg", ".png"):
        raise ReadError(ReadProblem.WRONG_TYPE, name)
    elif suffix in (".docx", ".pdf"):
        raise ReadError(ReadProblem.UNREADABLE, name)
    else:
        text = txt.decode(data, name)
        if suffix in (".html", ".htm", ".shtml", ".mhtml") or html.looks_like(text):
            text, address = html.read(text, name)
    if not text.strip():
        raise ReadError(ReadProblem.EMPTY, name)
    if len(text) > MAX_CHARACTERS:
        raise ReadError(ReadProblem.TOO_LARGE, name)
    return text, address
