"""Check an exported stream that somebody brings: by the script that goes with every export, and against the chain here."""

import importlib.util
import io
import re
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType

from django.utils.translation import gettext as _

from qinglan.kernel.events.export import SCRIPT
from qinglan.kernel.events.models import Event

LARGEST = 20 * 1024 * 1024
_EVENT = re.compile(r"event (\d+)")
_MEMBER = "events.jsonl"


@dataclass(frozen=True)
class Checked:
    """What was found: the stream and how many events are sound, or the first bad event and the script's words.

    `agrees_here` tells whether the chain here holds the same last event; None where it couldn't be asked.
    """

    sound: bool
    stream: str = ""
    events: int = 0
    event: int | None = None
    words: str = ""
    agrees_here: bool | None = None


@lru_cache(maxsize=1)
def _script() -> ModuleType:
    """The stand-alone script, as it lies in the source. Raises FileNotFoundError where it isn't installed."""
    found = importlib.util.spec_from_file_location("qinglan_verify_events", SCRIPT)
    if found is None or found.loader is None:
        raise FileNotFoundError(SCRIPT)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def check_export(content: bytes) -> Checked:
    """Check the bytes of a ``.jsonl`` export, or of the ``.zip`` that holds one."""
    script = _script()
    plain = _plain(content)
    if plain is None:
        return Checked(sound=False, words=_("The archive holds no events.jsonl, or it can't be read."))
    try:
        check = script.verify(io.BytesIO(plain))
    except script.Bad as bad:
        words = str(bad)
        named = _EVENT.search(words)
        return Checked(
            sound=False,
            stream=words.partition(", ")[0] if named else "",
            event=int(named.group(1)) if named else None,
            words=words,
        )
    return Checked(
        sound=True,
        stream=check.stream,
        events=check.sequence,
        agrees_here=_agrees(check.stream, check.sequence, str(check.previous)),
    )


def _plain(content: bytes) -> bytes | None:
    if not content.startswith(b"PK"):
        return content
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            member = next((one for one in archive.infolist() if one.filename == _MEMBER), None)
            if member is None or member.file_size > 4 * LARGEST:
                return None
            return archive.read(member)
    except (zipfile.BadZipFile, OSError, RuntimeError):
        return None


def _agrees(stream: str, sequence: int, last: str) -> bool | None:
    row = Event.objects.filter(stream=stream, sequence=sequence).first()
    return None if row is None else bytes(row.hash).hex() == last
