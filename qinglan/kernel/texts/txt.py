"""Plain text: UTF-8 with or without a mark, UTF-16 with one, GB18030."""

import codecs

from qinglan.kernel.texts.errors import ReadError, ReadProblem

_CONTROLS = frozenset(chr(code) for code in range(32) if chr(code) not in "\t\n\r\x0b\x0c")


def decode(data: bytes, name: str) -> str:
    """Decode the bytes of a text file; ReadError (wrong type or unreadable) where they are no text."""
    if data.startswith(codecs.BOM_UTF8):
        return _checked(_try(data, "utf-8-sig", name), name)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _checked(_try(data, "utf-16", name), name)
    if b"\x00" in data[:4096]:
        raise ReadError(ReadProblem.WRONG_TYPE, name)
    try:
        return _checked(data.decode("utf-8"), name)
    except UnicodeDecodeError:
        return _checked(_try(data, "gb18030", name), name)


def _try(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(ReadProblem.UNREADABLE, name) from error


def _checked(text: str, name: str) -> str:
    sample = text[:20000]
    odd = sum(1 for char in sample if char in _CONTROLS or "\ue000" <= char <= "\uf8ff" or char == "\ufffd")
    if sample and odd * 50 > len(sample):
        raise ReadError(ReadProblem.UNREADABLE, name)
    return text
