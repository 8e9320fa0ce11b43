"""Typeset data with one of our templates."""

import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from qinglan.kernel.documents.typesetting.glyphs import FONTS

TEMPLATES = Path(__file__).resolve().parent / "templates"
FAMILY = "Noto Sans CJK SC"


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Our own fonts alone, whatever the machine has."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def typeset(template: str, data: dict[str, Any], *, day: date) -> bytes:
    """The PDF/A-2u that ``templates/<template>.typ`` makes of `data`; the same input, the same bytes.

    `data` is passed as JSON and is never read as markup. `day` is the date written into the file.
    Raises typst.TypstError, for a character without a glyph too: see `refuse_missing`.
    """
    source = (TEMPLATES / f"{template}.typ").read_bytes()
    inputs = {
        "data": json.dumps(data, ensure_ascii=False, sort_keys=True),
        "family": FAMILY,
        "year": str(day.year),
        "month": str(day.month),
        "day": str(day.day),
    }
    made: bytes = typst.compile(
        source,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["a-2u"],
        sys_inputs=inputs,
    )
    assert isinstance(made, bytes)
    return made
