"""Find every translatable string of the package: in Python by Babel, in templates by Django."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract
from django.utils.translation.template import templatize

from qinglan.kernel.web.translations.compiling import PACKAGE

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "_now": None,  # The name of `gettext` where `_` is the lazy one.
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_U_PREFIX = re.compile(r"\bu(?=['\"])")


@dataclass(frozen=True, order=True)
class Key:
    """What identifies a string: its context ("" for none) and its English text."""

    context: str
    text: str


@dataclass(frozen=True)
class Found:
    """A string in the source: where it stands and, where it counts something, its plural."""

    key: Key
    plural: str
    path: Path
    line: int


def sources(package: Path = PACKAGE) -> list[Path]:
    """Every Python file and template of `package`."""
    python = [p for p in package.rglob("*.py") if "migrations" not in p.parts]
    templates = [p for p in package.rglob("*") if _is_template(p)]
    return sorted(python + templates)


def _is_template(path: Path) -> bool:
    return path.is_file() and "templates" in path.parts and path.suffix in (".html", ".txt")


def strings(package: Path = PACKAGE) -> Iterator[Found]:
    """Every translatable string of `package`, in the order of the files."""
    for path in sources(package):
        yield from _strings_of(path)


def hidden(path: Path) -> Iterator[int]:
    """The lines of a Python file where a translated string stands inside an f-string.

    Babel does not look there on Python 3.11.
    """
    for outer in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(outer, ast.JoinedStr):
            continue
        for node in ast.walk(outer):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
                yield node.lineno


def _strings_of(path: Path) -> Iterator[Found]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = _U_PREFIX.sub("", templatize(text, origin=str(path)))
    found = extract("python", BytesIO(text.encode()), keywords=KEYWORDS)
    for line, message, _comments, context in found:
        parts = (message,) if isinstance(message, str) else tuple(part for part in message if part)
        if not parts or not parts[0]:
            continue
        plural = parts[1] if len(parts) > 1 else ""
        yield Found(Key(context or "", parts[0]), plural, path, line)
