"""Choosing between the two languages of a row."""

from django.utils.translation import get_language


def in_language(zh: str, en: str) -> str:
    """`en` for readers of English where it is given, else `zh`."""
    return en if en and get_language() == "en" else zh
