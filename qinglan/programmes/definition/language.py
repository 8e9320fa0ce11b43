"""Texts of a definition in the reader's language."""

from django.utils.translation import get_language

from qinglan.kernel.rulebook.packs import Text


def in_reader_language(text: Text) -> str:
    """The English text for readers of English, the Chinese one for all others."""
    return text.en if get_language() == "en" else text.zh
