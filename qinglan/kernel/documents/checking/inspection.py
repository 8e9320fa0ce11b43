"""Look at a file before it comes in: what it is, and whether it is what its name says."""

import re
from dataclasses import dataclass
from pathlib import PurePath

import pypdfium2
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from qinglan.kernel.documents.checking import ole
from qinglan.kernel.documents.checking.archive import read_archive
from qinglan.kernel.documents.checking.kinds import ENCRYPTED_PACKAGE, KINDS, OTHER_ENDINGS, Kind
from qinglan.kernel.documents.checking.refusal import Refused

_END_OF_ARCHIVE = b"PK\x05\x06"
_END_REACH = 65_557
"""Bytes from the end within which an archive's directory ends: 22 and a comment of 65,535."""
_LONGEST_NAME = 200
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]')


@dataclass(frozen=True)
class Inspection:
    """What was found: name without path, kind, media type as sniffed, flags.

    Flags: ``encrypted`` (needs a password to be read), ``script`` (a PDF with scripts, never shown
    in the browser).
    """

    name: str
    kind: Kind
    media_type: str
    flags: tuple[str, ...] = ()


def clean_name(name: str) -> str:
    """The name without directories, control and direction characters, at most 200 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = _UNSAFE.sub("", last).strip(". ") or "file"
    path = PurePath(plain)
    return path.stem[: _LONGEST_NAME - len(path.suffix)] + path.suffix


def inspect(
    name: str, content: bytes, *, max_bytes: int, endings: tuple[str, ...] | None = None
) -> Inspection:
    """Judge a file by its content; raises Refused, whose message says why and what to do.

    `endings` narrows the kinds that are taken here; `max_bytes` is the size limit.
    """
    clean = clean_name(name)
    ending = PurePath(clean).suffix.lower()
    taken = endings or tuple(KINDS)
    kind = KINDS.get(ending)
    if kind is None or ending not in taken:
        raise Refused(
            "ending",
            _("“%(name)s” is of a kind that is not taken here. Taken are: %(kinds)s.")
            % {"name": clean, "kinds": " ".join(end[1:].upper() for end in taken)},
        )
    if not content:
        raise Refused("empty", _("“%(name)s” is empty.") % {"name": clean})
    if len(content) > max_bytes:
        raise Refused(
            "size",
            _("“%(name)s” has %(size)s; at most %(limit)s are taken. Make it smaller or split it.")
            % {"name": clean, "size": filesizeformat(len(content)), "limit": filesizeformat(max_bytes)},
        )
    container = container_of(content)
    if container not in kind.containers:
        _refuse_other(clean, ending, container)
    return Inspection(clean, kind, kind.media_type, _LOOKS[container](clean, kind, content))


def container_of(content: bytes) -> str:
    """The container by the first bytes: pdf, zip, ole, png, jpeg, webp, text, or "" for none."""
    for container, signature in (
        ("pdf", b"%PDF-"),
        ("zip", b"PK\x03\x04"),
        ("zip", b"PK\x05\x06"),
        ("ole", ole.SIGNATURE),
        ("png", b"\x89PNG\r\n\x1a\n"),
        ("jpeg", b"\xff\xd8\xff"),
    ):
        if content.startswith(signature):
            return container
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    return "text" if as_text(content) is not None else ""


def as_text(content: bytes) -> str | None:
    """The text in UTF-8 or GB 18030; None for what is no text."""
    if b"\0" in content[:4096]:
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if all(c.isprintable() or c in "\r\n\t\f\u3000\xa0\u2028\ufeff" for c in text[:4096]):
            return text
    return None


def _refuse_other(name: str, ending: str, container: str) -> None:
    if not container:
        raise Refused(
            "content",
            _(
                "“%(name)s” is no %(kind)s file: its content is of an unknown kind. Save it anew and try again."
            )
            % {"name": name, "kind": ending[1:].upper()},
        )
    raise Refused(
        "content",
        _(
            "“%(name)s” is called %(kind)s, but its content is that of a %(real)s file. Give it its right name or save it anew."
        )
        % {"name": name, "kind": ending[1:].upper(), "real": OTHER_ENDINGS[container][1:].upper()},
    )


def _refuse_hidden_archive(name: str, content: bytes) -> None:
    if _END_OF_ARCHIVE in content[-_END_REACH:]:
        raise Refused(
            "polyglot",
            _("“%(name)s” holds a second file of another kind. Save it anew and try again.") % {"name": name},
        )


def _damaged(name: str) -> Refused:
    return Refused(
        "damaged", _("“%(name)s” is damaged or cut off. Save it anew and try again.") % {"name": name}
    )


def _look_at_pdf(name: str, kind: Kind, content: bytes) -> tuple[str, ...]:
    _refuse_hidden_archive(name, content)
    flags = []
    try:
        document = pypdfium2.PdfDocument(content)
        pages = len(document)
        document.close()
    except pypdfium2.PdfiumError as error:
        if "password" not in str(error).lower():
            raise _damaged(name) from error
        flags.append("encrypted")
    else:
        if not pages:
            raise _damaged(name)
        if b"/Encrypt" in content:
            flags.append("encrypted")
    if b"/JavaScript" in content or b"/JS" in content or b"/Launch" in content:
        flags.append("script")
    return tuple(flags)


def _look_at_zip(name: str, kind: Kind, content: bytes) -> tuple[str, ...]:
    contents = read_archive(content)
    if kind.parts and not set(kind.parts) & set(contents.names):
        raise Refused(
            "content",
            _("“%(name)s” is an archive, but not a %(kind)s file: it lacks the parts of one.")
            % {"name": name, "kind": kind.ending[1:].upper()},
        )
    return ("encrypted",) if contents.encrypted else ()


def _look_at_ole(name: str, kind: Kind, content: bytes) -> tuple[str, ...]:
    _refuse_hidden_archive(name, content)
    try:
        names = ole.stream_names(content)
    except ole.BadOle as error:
        raise _damaged(name) from error
    if ole.has_macros(names):
        raise Refused(
            "macros", _("The file holds macros. Save it without macros (.docx, .xlsx) and send it again.")
        )
    if ENCRYPTED_PACKAGE in names:
        return ("encrypted",)
    if "ole" not in kind.containers or not set(kind.parts) & names:
        raise Refused(
            "content",
            _("“%(name)s” is an old office file, but not a %(kind)s file.")
            % {"name": name, "kind": kind.ending[1:].upper()},
        )
    return ()


def _look_at_image(name: str, kind: Kind, content: bytes) -> tuple[str, ...]:
    _refuse_hidden_archive(name, content)
    whole = {
        "png": content[-12:-4] == b"\0\0\0\0IEND",
        "jpeg": b"\xff\xd9" in content[-4096:],
        "webp": int.from_bytes(content[4:8], "little") + 8 <= len(content) + 1,
    }[kind.containers[0]]
    if not whole:
        raise _damaged(name)
    lower = content.lower()
    if b"%pdf-" in lower[:1024] or b"<script" in lower or b"<?php" in lower:
        raise Refused(
            "polyglot",
            _("“%(name)s” holds a second file of another kind. Save it anew and try again.") % {"name": name},
        )
    return ()


def _look_at_text(name: str, kind: Kind, content: bytes) -> tuple[str, ...]:
    _refuse_hidden_archive(name, content)
    return ()


_LOOKS = {
    "pdf": _look_at_pdf,
    "zip": _look_at_zip,
    "ole": _look_at_ole,
    "png": _look_at_image,
    "jpeg": _look_at_image,
    "webp": _look_at_image,
    "text": _look_at_text,
}
