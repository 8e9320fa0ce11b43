"""Compile the ``.po`` files of the package to ``.mo`` with Babel."""

import logging
import os
import secrets
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import qinglan

logger = logging.getLogger(__name__)
PACKAGE = Path(qinglan.__file__).resolve().parent


def message_files(package: Path = PACKAGE) -> list[Path]:
    """Every ``.po`` under a ``locale`` folder of `package`."""
    return sorted(package.glob("**/locale/*/LC_MESSAGES/*.po"))


def compile_all(package: Path = PACKAGE) -> list[Path]:
    """Compile each message file whose ``.mo`` is missing or older; returns what was written.

    The write is atomic, so that processes that start at once do not disturb each other. Where the
    tree can't be written the file is skipped with a warning: an image built read-only compiles
    when it is built.
    """
    written = []
    for po in message_files(package):
        mo = po.with_suffix(".mo")
        try:
            if mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
                continue
        except FileNotFoundError:
            pass
        try:
            _compile(po, mo)
        except OSError as error:
            logger.warning("%s is not compiled: %s", po, error)
            continue
        written.append(mo)
    return written


def _compile(po: Path, mo: Path) -> None:
    with po.open("rb") as file:
        catalogue = read_po(file, locale=po.parent.parent.name)
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    draft = mo.with_name(f".{mo.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        draft.write_bytes(buffer.getvalue())
        draft.replace(mo)
    finally:
        draft.unlink(missing_ok=True)
