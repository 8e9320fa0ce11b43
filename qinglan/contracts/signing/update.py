"""What a provider appended to a PDF: signatures and their fields alone, nothing that changes what is read.

A signature covers what stood before it, but on the first one nothing says which changes since the paper were meant. So
every update is held against the file that was sent, by pyHanko's policy for changes after a signature.
"""

import io
from typing import Any

import pypdfium2
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult

from qinglan.contracts.signing.place import STAMP


def only_signs(before: bytes, after: bytes) -> bool:
    """Whether `after` is `before` with signatures appended, and reads the same: pages, contents, words.

    Raises ValueError for what can't be read.
    """
    try:
        return _only_signs(before, after)
    except Exception as error:  # the library has no one class for what it can't read
        raise ValueError("not a PDF that can be read") from error


def _only_signs(before: bytes, after: bytes) -> bool:
    old, new = (PdfFileReader(io.BytesIO(pdf), strict=False) for pdf in (before, after))
    stood = old.xrefs.total_revisions
    if new.xrefs.total_revisions <= stood or _tables(new, stood) != _tables(old, stood):
        return False  # it doesn't build on what was sent: another document stands behind it
    base = new.get_historical_resolver(stood - 1)
    if "/AcroForm" not in base.root:  # the policy knows no form that comes with the first signature
        base.root["/AcroForm"] = _empty_form(new)
    if not isinstance(DEFAULT_DIFF_POLICY.review_file(new, base), DiffResult):
        return False
    return not _covers_words(before, old, new)


def _tables(reader: PdfFileReader, many: int) -> list[tuple[int, int]]:
    """Where the first `many` tables of objects begin and end."""
    found = [reader.xrefs.get_xref_container_info(number) for number in range(many)]
    return [(one.start_location, one.end_location) for one in found]


def _empty_form(new: PdfFileReader) -> Any:
    """A form without fields, with the flags of the one that came: the policy takes no new flags."""
    form: Any = generic.DictionaryObject({generic.pdf_name("/Fields"): generic.ArrayObject()})  # type: ignore[no-untyped-call]
    if "/AcroForm" in new.root and "/SigFlags" in new.root["/AcroForm"]:
        form[generic.pdf_name("/SigFlags")] = new.root["/AcroForm"]["/SigFlags"]
    return form


def _covers_words(before: bytes, old: PdfFileReader, new: PdfFileReader) -> bool:
    """Whether a new seal is drawn over words of the paper elsewhere than on the page where the parties sign."""
    document = pypdfium2.PdfDocument(before)
    try:
        for number, page in enumerate(document):
            words = page.get_textpage()
            if words.search(STAMP).get_next() is not None:
                continue
            stood = _boxes(old, number)
            for key, box in _boxes(new, number).items():
                if key in stood:
                    continue
                left, right = sorted((float(box[0]), float(box[2])))
                bottom, top = sorted((float(box[1]), float(box[3])))
                if words.get_text_bounded(left, bottom, right, top).strip():
                    return True
    finally:
        document.close()
    return False


def _boxes(reader: PdfFileReader, number: int) -> dict[Any, Any]:
    """The rectangles of what lies on a page, by reference."""
    found: Any = reader
    page = found.find_page_for_modification(number)[0].get_object()
    held = page["/Annots"] if "/Annots" in page else generic.ArrayObject()
    return {held.raw_get(place): held[place]["/Rect"] for place in range(len(held))}
