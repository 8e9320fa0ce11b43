"""Word files: paragraphs and table rows of the main part, automatic numbering printed as it would be."""

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from qinglan.kernel.texts.errors import ReadError, ReadProblem
from qinglan.kernel.texts.numbering import Numbering

_MAX_PART = 96 * 1024 * 1024
_MAX_RATIO = 300
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read(data: bytes, name: str) -> str:
    """The text of a docx; ReadError where it is another zip, damaged or inflates beyond reason."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "word/document.xml" not in names:
                raise ReadError(ReadProblem.WRONG_TYPE, name)
            document = _part(archive, "word/document.xml", name)
            numbering = _part(archive, "word/numbering.xml", name) if "word/numbering.xml" in names else None
            styles = _part(archive, "word/styles.xml", name) if "word/styles.xml" in names else None
        root = _parse(document)
        body = root.find(f"{W}body")
        if body is None:
            raise ReadError(ReadProblem.UNREADABLE, name)
        numbers = Numbering(_parse(numbering) if numbering else None, _parse(styles) if styles else None)
        return "\n".join(_blocks(body, numbers))
    except (
        zipfile.BadZipFile,
        etree.LxmlError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
    ) as error:
        problem = (
            ReadProblem.ENCRYPTED
            if "password" in str(error) or "encrypted" in str(error)
            else ReadProblem.UNREADABLE
        )
        raise ReadError(problem, name) from error


def _part(archive: zipfile.ZipFile, part: str, name: str) -> bytes:
    info = archive.getinfo(part)
    if info.file_size > _MAX_PART or (
        info.file_size > 1_000_000 and info.file_size > _MAX_RATIO * max(1, info.compress_size)
    ):
        raise ReadError(ReadProblem.TOO_LARGE, name)
    with archive.open(info) as stream:
        data = stream.read(_MAX_PART + 1)
    if len(data) > _MAX_PART:
        raise ReadError(ReadProblem.TOO_LARGE, name)
    return data


def _parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def _blocks(parent: etree._Element, numbers: Numbering) -> Iterator[str]:
    for element in parent:
        if element.tag == f"{W}p":
            yield from _paragraph(element, numbers)
        elif element.tag == f"{W}tbl":
            for row in element.iter(f"{W}tr"):
                cells = [
                    " ".join(line for p in cell.iter(f"{W}p") for line in _paragraph(p, numbers)).strip()
                    for cell in row.iterchildren(f"{W}tc")
                ]
                filled = [cell for cell in cells if cell]
                if len(filled) > 1:
                    yield "\t".join(cells)
                elif filled:
                    yield filled[0]
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}smartTag", f"{W}customXml"):
            yield from _blocks(element, numbers)


def _paragraph(element: etree._Element, numbers: Numbering) -> Iterator[str]:
    pieces: list[str] = []
    for node in element.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen"):
        if node.tag == f"{W}t":
            pieces.append(node.text or "")
        elif node.tag == f"{W}noBreakHyphen":
            pieces.append("-")
        elif node.tag == f"{W}tab":
            parent = node.getparent()
            if parent is not None and parent.tag == f"{W}r":
                pieces.append(" ")
        else:
            pieces.append("\n")
    text = "".join(pieces)
    if text.strip():
        yield from (numbers.printed(element) + text).split("\n")
