"""What a reader sees of an electronic signature on the page: who signed, when, by whose certificate. Always in Chinese, as the paper."""

import io
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp import StaticStampStyle

from qinglan.contracts.signing.place import Place
from qinglan.kernel.clock import SHANGHAI
from qinglan.kernel.documents.typesetting import missing_glyphs, typeset

TITLE = "电子签名：{person}"
LINES = ("{moment}（北京时间）　证书 {serial}", "{authority}")
_SERIAL = 16
_WHOLE = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, margins=Margins(0, 0, 0, 0))
_STAND_IN = "〓"
"""For a character that the font doesn't have."""


class _Page(ImportedPdfPage):
    """A page of a PDF in memory; the library knows those of files alone."""

    def __init__(self, content: bytes) -> None:
        super().__init__("")  # type: ignore[no-untyped-call]  # the library has no types here
        self.content = content

    def render(self) -> bytes:
        """The operators that draw the page."""
        writer: Any = self._ensure_writer
        found = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self.content)))
        self.resources.xobject["/Appearance"] = found
        left, bottom, right, top = (round(float(side)) for side in found.get_object()["/BBox"])
        self.box.width, self.box.height = right - left, top - bottom
        return b"/Appearance Do"


def stamp(place: Place, *, person: str, moment: datetime, serial: str, authority: str) -> StaticStampStyle:
    """The appearance of a signature, of the size of its place."""
    width, height = place.size
    values = {
        "person": person, "moment": f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
        "serial": serial[:_SERIAL], "authority": authority,
    }  # fmt: skip
    data = {
        "title": _printable(TITLE.format(**values)),
        "lines": [_printable(line.format(**values)) for line in LINES],
        "author": "", "width": width, "height": height,
    }  # fmt: skip
    drawn = typeset("seal", data, day=moment.astimezone(SHANGHAI).date())
    return StaticStampStyle(background=_Page(drawn), background_layout=_WHOLE, border_width=0)


def _printable(text: str) -> str:
    for one in missing_glyphs({"": text}):
        text = text.replace(one.character, _STAND_IN)
    return text
