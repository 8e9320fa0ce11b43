"""The key by which Chinese names are ordered."""


def pinyin_key(name: str) -> str:
    """The pinyin of `name` with tone numbers, in lower case; other characters stay as they are.

    >>> pinyin_key("渝中区")
    'yu2 zhong1 qu1'
    """
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - its dictionary takes a fifth of every start

    return " ".join(lazy_pinyin(name, style=Style.TONE3, neutral_tone_with_five=True)).lower()
