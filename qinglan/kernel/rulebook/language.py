"""Texts of packs in the reader's language."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language

from qinglan.kernel.rulebook.packs import Text


def in_reader_language(text: Text) -> str:
    """The English text for readers of English, the Chinese one for all others."""
    return text.en if get_language() == "en" else text.zh


def text_of(code: str, rows: Iterable[Any]) -> str:
    """The text of the row with this code, in the reader's language; the code where the pack no longer has it."""
    return next((in_reader_language(one.text) for one in rows if one.code == code), code)
