"""The directory of an OLE compound file (.doc, .xls, .wps, .et), read without its contents.

Only what is needed to know the kind and to find macros: [MS-CFB] 2.2, 2.3 and 2.6.
"""

import struct

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE = 0xFFFFFFFA
_MOST_SECTORS = 1_000_000
MACRO_NAMES = frozenset({"VBA", "_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros", "vbaProject.bin"})


class BadOle(ValueError):
    """The content has the signature of an OLE file and is none, or is cut off."""


def stream_names(content: bytes) -> set[str]:
    """The names of all streams and storages; raises BadOle."""
    try:
        return _names(content)
    except (struct.error, IndexError) as error:
        raise BadOle(str(error)) from error


def _names(content: bytes) -> set[str]:
    if content[:8] != SIGNATURE:
        raise BadOle("no signature")
    (shift,) = struct.unpack_from("<H", content, 30)
    if shift not in (9, 12):
        raise BadOle("sector size")
    size = 1 << shift
    (first,) = struct.unpack_from("<I", content, 48)
    table = _table(content, size)
    names: set[str] = set()
    sector, seen = first, set[int]()
    while sector < _FREE:
        if sector in seen or len(seen) > _MOST_SECTORS:
            raise BadOle("the directory runs in a circle")
        seen.add(sector)
        start = (sector + 1) * size
        block = content[start : start + size]
        if len(block) < size:
            raise BadOle("the directory is cut off")
        for at in range(0, size, 128):
            (length,) = struct.unpack_from("<H", block, at + 64)
            if block[at + 66] and 2 <= length <= 64:
                names.add(block[at : at + length - 2].decode("utf-16-le", "replace"))
        sector = table[sector]
    if "Root Entry" not in names and "R" not in names:
        raise BadOle("no root entry")
    return names


def _table(content: bytes, size: int) -> list[int]:
    """The sector chain (FAT); the 109 sectors named in the header, then those named by others."""
    places = [place for place in struct.unpack_from("<109I", content, 76) if place < _FREE]
    (more,) = struct.unpack_from("<I", content, 68)
    rounds = 0
    while more < _FREE and rounds < _MOST_SECTORS:
        rounds += 1
        entries = struct.unpack_from(f"<{size // 4}I", content, (more + 1) * size)
        places += [place for place in entries[:-1] if place < _FREE]
        if len(places) > len(content) // size + 1:
            raise BadOle("the sector table is longer than the file")
        more = entries[-1]
    table: list[int] = []
    for place in places:
        table += struct.unpack_from(f"<{size // 4}I", content, (place + 1) * size)
    return table


def has_macros(names: set[str]) -> bool:
    """Whether the names are those of a file with macros."""
    return bool(names & MACRO_NAMES)
