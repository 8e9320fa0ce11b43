"""How text and queries are made comparable."""

import unicodedata


def folded(text: str) -> str:
    """`text` in small letters and half width.

    >>> folded("ＡＢＣ 50万元")
    'abc 50万元'
    """
    return unicodedata.normalize("NFKC", text).casefold()
