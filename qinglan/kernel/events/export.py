"""Export a stream as lines of canonical JSON, to be checked anywhere. docs/events.md has the format.

Every line is one RFC 8785 document and a line feed:

* ``{"events":…,"exported_at":…,"format":"qinglan-events/1","line":"stream","stream":…}``
* ``{"hash":…,"header":…,"line":"event","payload":…}``: header and payload as text, whose UTF-8 bytes
  are what was hashed; with ``"personal"`` (salt and value of each field) where that was asked for
* ``{"document":…,"leaf":{"hash":…,"sequence":…},"line":"anchor","position":…,"proof":[…],"signature":…}``
* ``{"digest":…,"line":"end","lines":…}``: SHA-256 over all bytes before this line
"""

import zipfile
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from qinglan.kernel import clock
from qinglan.kernel.events import merkle
from qinglan.kernel.events.algorithms import digest_with
from qinglan.kernel.events.canonical import encode
from qinglan.kernel.events.models import Anchored, Event, Head, Personal
from qinglan.settings.env import PROJECT_ROOT

FORMAT = "qinglan-events/1"
SCRIPT = PROJECT_ROOT / "tools" / "verify_events.py"
CHUNK = 2000
README = """一条事件链的导出文件。校验： python3 verify_events.py events.jsonl
An export of one stream of events. To check it: python3 verify_events.py events.jsonl

The script needs Python 3.9 or newer and nothing else. It exits with 0 when every event is sound and with 1
when one is not, and names the first bad event. Compare the key that it prints with the one you know.
"""


def lines(stream: str, *, with_personal: bool = False) -> Iterator[bytes]:
    """The lines of the export of `stream`, the end of which is fixed when the first line is read.

    Personal data is left out unless asked for; the chain can be checked without.
    """
    total, count = sha256(), 0
    for content in _content(stream, with_personal):
        line = encode(content) + b"\n"
        total.update(line)
        count += 1
        yield line
    yield encode({"digest": total.hexdigest(), "line": "end", "lines": count + 1}) + b"\n"


def _content(stream: str, with_personal: bool) -> Iterator[dict[str, Any]]:
    head = Head.objects.filter(stream=stream).first()
    last = head.sequence if head else 0
    yield {
        "events": last,
        "exported_at": clock.now(),
        "format": FORMAT,
        "line": "stream",
        "stream": stream,
    }
    rows = Event.objects.filter(stream=stream, sequence__lte=last).order_by("sequence")
    personal = _personal(stream) if with_personal else {}
    for event in rows.iterator(chunk_size=CHUNK):
        yield _event(event, personal.get(event.sequence))
    for leaf in Anchored.objects.filter(stream=stream, sequence__lte=last).order_by("anchor_id"):
        yield _anchor(leaf)


def _event(event: Event, personal: dict[str, dict[str, str]] | None) -> dict[str, Any]:
    payload = bytes(event.payload)
    header = event.header(digest_with(event.algorithm)(payload)).encode()
    line: dict[str, Any] = {
        "hash": bytes(event.hash).hex(),
        "header": header.decode(errors="replace"),
        "line": "event",
        "payload": payload.decode(errors="replace"),
    }
    if personal:
        line["personal"] = personal
    return line


def _personal(stream: str) -> dict[int, dict[str, dict[str, str]]]:
    found: dict[int, dict[str, dict[str, str]]] = {}
    for row in Personal.objects.filter(stream=stream):
        entry = {"salt": bytes(row.salt).hex(), "value": bytes(row.value).decode()}
        found.setdefault(row.sequence, {})[row.field] = entry
    return found


def _anchor(leaf: Anchored) -> dict[str, Any]:
    leaves = leaf.anchor.leaves.order_by("position")
    tree = merkle.levels([merkle.leaf_hash(row.encode()) for row in leaves])
    return {
        "document": bytes(leaf.anchor.document).decode(),
        "leaf": {"hash": bytes(leaf.hash).hex(), "sequence": leaf.sequence},
        "line": "anchor",
        "position": leaf.position,
        "proof": [step.hex() for step in merkle.proof(tree, leaf.position)],
        "signature": bytes(leaf.anchor.signature).hex(),
    }


def write_zip(output: IO[bytes], content: Iterable[bytes], script: Path = SCRIPT) -> None:
    """An archive of the lines, the script that checks them and how to use it."""
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("events.jsonl", "w") as member:
            for line in content:
                member.write(line)
        archive.write(script, "verify_events.py")
        archive.writestr("README.txt", README)
