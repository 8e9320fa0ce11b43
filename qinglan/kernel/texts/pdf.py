"""Text PDF through PDFium; a scan has no text layer and is refused."""

import pypdfium2

from qinglan.kernel.texts.errors import ReadError, ReadProblem

MAX_PAGES = 2000
_MAX_TEXT = 6_000_000
_ENOUGH = 40


def read(data: bytes, name: str) -> str:
    """The text of all pages in order; ReadError where encrypted, damaged, a scan or too long."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        encrypted = "password" in str(error).lower() or (
            b"/Encrypt" in data and "security" in str(error).lower()
        )
        raise ReadError(ReadProblem.ENCRYPTED if encrypted else ReadProblem.UNREADABLE, name) from error
    try:
        return _pages(document, name)
    except pypdfium2.PdfiumError as error:
        raise ReadError(ReadProblem.UNREADABLE, name) from error
    finally:
        document.close()


def _pages(document: pypdfium2.PdfDocument, name: str) -> str:
    count = len(document)
    if count > MAX_PAGES:
        raise ReadError(ReadProblem.TOO_LARGE, name)
    parts: list[str] = []
    total = 0
    for index in range(count):
        page = document[index]
        layer = page.get_textpage()
        text = layer.get_text_bounded()
        layer.close()
        page.close()
        parts.append(text.replace("\ufffe", "").replace("\r\n", "\n"))
        total += len(text)
        if total > _MAX_TEXT:
            raise ReadError(ReadProblem.TOO_LARGE, name)
    joined = "\n".join(parts)
    if sum(1 for char in joined if not char.isspace()) < _ENOUGH:
        raise ReadError(ReadProblem.SCANNED if count else ReadProblem.EMPTY, name)
    return joined
