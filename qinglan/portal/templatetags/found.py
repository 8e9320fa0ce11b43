"""Words that were found, marked in what is shown."""

import re
from collections.abc import Sequence

from django import template
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def marked(text: str, words: Sequence[str]) -> SafeString:
    """`text` with each of `words` in ``<mark>``, in small or capital letters; everything else escaped.

    >>> str(marked("绿色工厂 <b>", ["工厂", "<"]))
    '绿色<mark>工厂</mark> <mark>&lt;</mark>b&gt;'
    """
    plain = str(text)
    wanted = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True) if word)
    if not wanted:
        return escape(plain)
    parts = re.split(f"({wanted})", plain, flags=re.IGNORECASE)
    shown = [
        f"<mark>{escape(part)}</mark>" if place % 2 else escape(part) for place, part in enumerate(parts)
    ]
    return mark_safe("".join(shown))  # noqa: S308 - each part is escaped above


@register.simple_tag
def querystring_of(**values: str) -> str:
    """The part of an address after the question mark."""
    return urlencode(values)
