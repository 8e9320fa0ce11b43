"""Numbers in addresses."""


def whole_number(text: str | None) -> int | None:
    """The positive whole number in `text`; None for anything else."""
    if text is None or not text.isascii() or not text.isdecimal() or len(text) > 6:
        return None
    return int(text)
