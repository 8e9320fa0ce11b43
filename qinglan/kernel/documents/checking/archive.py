"""Archives (zip, and what is a zip inside: docx, xlsx, ofd): bombs, traversal, macros, nesting."""

import io
import stat
import zipfile
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from qinglan.kernel.documents.checking.refusal import Refused

MOST_ENTRIES = 2_000
MOST_BYTES = 200 * 1024 * 1024
"""Bytes that an archive may hold unpacked, everything inside archives inside it included."""
HIGHEST_RATIO = 200
"""Unpacked to packed, of one member; text of an office file packs 20 to 60 times."""
SMALL = 1024 * 1024
"""Members of at most so many bytes may have any ratio: an empty sheet packs very well."""
DEEPEST = 3
"""Archives within archives, the outermost counted."""
PROGRAMS = frozenset(
    [
        ".exe",
        ".dll",
        ".bat",
        ".cmd",
        ".com",
        ".ps1",
        ".js",
        ".jse",
        ".vbs",
        ".vbe",
        ".wsf",
        ".scr",
        ".msi",
        ".jar",
        ".lnk",
        ".hta",
        ".sh",
        ".apk",
    ]
)
_SIGNATURE = b"PK\x03\x04"


@dataclass
class Budget:
    """What may still be unpacked in the whole file."""

    entries: int = MOST_ENTRIES
    bytes: int = MOST_BYTES


@dataclass
class Contents:
    """The members of an archive by name, and whether any is under a password."""

    names: list[str] = field(default_factory=list)
    encrypted: bool = False


def read_archive(content: bytes, *, depth: int = 1, budget: Budget | None = None) -> Contents:
    """Look into an archive and everything in it; raises Refused for whatever is dangerous."""
    budget = budget or Budget()
    if depth > DEEPEST:
        raise Refused(
            "nesting",
            _("The archive holds archives more than %(depth)s deep. Unpack them first.") % {"depth": DEEPEST},
        )
    if not content.startswith(_SIGNATURE) and not content.startswith(b"PK\x05\x06"):
        raise Refused("polyglot", _("Something stands before the archive in this file. Save it anew."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _members(archive, depth, budget)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise Refused(
            "damaged", _("The file is damaged: its archive can't be read. Save or pack it anew.")
        ) from error


def _members(archive: zipfile.ZipFile, depth: int, budget: Budget) -> Contents:
    contents = Contents()
    members = archive.infolist()
    budget.entries -= len(members)
    budget.bytes -= sum(member.file_size for member in members)
    if budget.entries < 0:
        raise Refused(
            "entries", _("The archive has more than %(limit)s files. Split it.") % {"limit": MOST_ENTRIES}
        )
    if budget.bytes < 0:
        raise Refused(
            "bomb",
            _("Unpacked, the file would take more than %(limit)s MB. It was not taken.")
            % {"limit": MOST_BYTES // 1024 // 1024},
        )
    seen: set[str] = set()
    for member in members:
        _check_name(member, seen)
        packed = max(member.compress_size, 1)
        if member.file_size > SMALL and member.file_size / packed > HIGHEST_RATIO:
            raise Refused(
                "bomb",
                _(
                    "“%(name)s” in the archive is packed suspiciously tightly (1 : %(ratio)s). It was not taken."
                )
                % {"name": _shown(member.filename), "ratio": member.file_size // packed},
            )
        contents.names.append(member.filename)
        if member.flag_bits & 1:
            contents.encrypted = True
        elif not member.is_dir():
            _check_content(archive, member, depth, budget)
    return contents


def _check_name(member: zipfile.ZipInfo, seen: set[str]) -> None:
    name = member.orig_filename
    path = PurePosixPath(name)
    if (
        "\\" in name
        or "\0" in name
        or path.is_absolute()
        or ".." in path.parts
        or (len(name) > 1 and name[1] == ":")
        or stat.S_ISLNK(member.external_attr >> 16)
    ):
        raise Refused(
            "traversal",
            _("The archive holds a file that would be unpacked elsewhere: “%(name)s”.")
            % {"name": _shown(name)},
        )
    if name in seen:
        raise Refused("twice", _("The archive holds two files called “%(name)s”.") % {"name": _shown(name)})
    seen.add(name)
    lower = name.lower()
    if lower.endswith("vbaproject.bin") or "/macrosheets/" in lower:
        raise Refused(
            "macros", _("The file holds macros. Save it without macros (.docx, .xlsx) and send it again.")
        )
    if path.suffix.lower() in PROGRAMS:
        raise Refused("program", _("The archive holds a program: “%(name)s”.") % {"name": _shown(name)})


def _check_content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, depth: int, budget: Budget) -> None:
    with archive.open(member) as file:
        head = file.read(8)
        if head.startswith(_SIGNATURE):
            read_archive(head + file.read(member.file_size), depth=depth + 1, budget=budget)
        elif member.filename.endswith(".rels"):
            _check_relations(head + file.read(1024 * 1024))
        elif member.filename == "[Content_Types].xml" and b"macroEnabled" in head + file.read(1024 * 1024):
            raise Refused(
                "macros", _("The file holds macros. Save it without macros (.docx, .xlsx) and send it again.")
            )


def _check_relations(relations: bytes) -> None:
    for part in relations.split(b"<"):
        if b'"External"' in part and (b"attachedTemplate" in part or b"oleObject" in part):
            raise Refused(
                "external",
                _("The file loads a template or object from elsewhere when opened. Save it without."),
            )


def _shown(name: str) -> str:
    return "".join(c if c.isprintable() else "�" for c in name)[:80]
