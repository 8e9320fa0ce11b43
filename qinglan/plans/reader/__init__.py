"""The plan reader: a published plan to chapters, articles, targets, rules and bodies, each with its quote."""

from pathlib import Path

from qinglan.kernel.texts import text_of, text_of_bytes
from qinglan.kernel.texts.errors import ReadError, ReadProblem
from qinglan.plans.reader.model import Article, Body, Chapter, Quantity, Reading, Span
from qinglan.plans.reader.reading import read_text

__all__ = [
    "Article",
    "Body",
    "Chapter",
    "Quantity",
    "ReadError",
    "ReadProblem",
    "Reading",
    "Span",
    "read_bytes",
    "read_file",
    "read_text",
]


def read_file(path: str | Path) -> Reading:
    """Read a plan from a txt, docx, html or text PDF file.

    Raises ReadError, with a one-line message, where the file cannot be read as text.
    """
    path = Path(path)
    text, address = text_of(path)
    return read_text(text, document=path.name, source=address)


def read_bytes(data: bytes, name: str) -> Reading:
    """Read a plan from an uploaded file's content; `name` is its file name. Raises ReadError as `read_file` does."""
    text, address = text_of_bytes(data, name)
    return read_text(text, document=name, source=address)
