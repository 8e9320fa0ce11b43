"""Check streams in the database: each event against itself, its neighbours, its head and the anchors."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.utils.translation import gettext, gettext_noop

from qinglan.kernel.events import merkle, personal
from qinglan.kernel.events.algorithms import UnknownAlgorithm, digest_with
from qinglan.kernel.events.canonical import NotCanonical, encode
from qinglan.kernel.events.models import Anchor, Anchored, Event, Head, Personal

CHUNK = 2000


@dataclass
class Finding:
    """What the check of a stream found: how many events are sound, and the first fault, if any."""

    stream: str
    checked: int = 0
    fault: str = ""
    fault_shown: str = field(default="", compare=False)
    """The fault in the reader's language."""
    fault_at: int | None = None
    anchored_up_to: int = 0
    turned_back: int = 0
    """How many events bear a time before that of their predecessor: the clock was set back."""
    personal: int = 0
    erased: int = 0
    last_hash: bytes = field(default=b"", repr=False)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.fault


class _Fault(Exception):
    """What is wrong with an event: a sentence marked for translation, and what stands in it."""

    def __init__(self, sentence: str, **values: Any) -> None:
        super().__init__(sentence % values if values else sentence)
        self.shown = gettext(sentence) % values if values else gettext(sentence)


def verify_stream(stream: str) -> Finding:
    """Check one stream in the database from its first event to its head."""
    finding = Finding(stream)
    anchored = {
        row.sequence: bytes(row.hash) for row in Anchored.objects.filter(stream=stream).order_by("sequence")
    }
    open_fields = {(row.sequence, row.field): row for row in Personal.objects.filter(stream=stream)}
    before: Event | None = None
    expected = 1
    rows = Event.objects.filter(stream=stream).order_by("sequence")
    for event in rows.iterator(chunk_size=CHUNK):
        try:
            if event.sequence != expected:
                raise _Fault(gettext_noop("event %(number)s is missing"), number=expected)
            _check_event(event, before, anchored.pop(event.sequence, None))
            shown, erased = _check_personal(event, open_fields)
        except _Fault as fault:
            _found(finding, fault, expected)
            return finding
        finding.personal += shown
        finding.erased += erased
        finding.turned_back += before is not None and event.time < before.time
        finding.checked = event.sequence
        before, expected = event, expected + 1
    finding.last_hash = bytes(before.hash) if before else b""
    _check_end(finding, anchored)
    return finding


def _found(finding: Finding, fault: _Fault, number: int) -> None:
    finding.fault, finding.fault_shown, finding.fault_at = str(fault), fault.shown, number


def _check_event(event: Event, before: Event | None, anchored: bytes | None) -> None:
    try:
        digest = digest_with(event.algorithm)
    except UnknownAlgorithm as error:
        raise _Fault(str(error)) from None
    payload = bytes(event.payload)
    try:
        if encode(json.loads(payload, parse_float=_no_float)) != payload:
            raise _Fault(gettext_noop("the payload is not in canonical form"))
    except (ValueError, NotCanonical):
        raise _Fault(gettext_noop("the payload is not in canonical form")) from None
    if bytes(event.previous) != (bytes(before.hash) if before else b""):
        raise _Fault(gettext_noop("it does not follow the event before it"))
    if event.header(digest(payload)).digest() != bytes(event.hash):
        raise _Fault(gettext_noop("its hash does not fit its content"))
    if anchored is not None and anchored != bytes(event.hash):
        raise _Fault(gettext_noop("a signed anchor holds another hash for it"))


def _check_personal(event: Event, rows: dict[tuple[int, str], Personal]) -> tuple[int, int]:
    digests = json.loads(bytes(event.payload)).get(personal.KEY, {})
    shown = 0
    for name, digest in digests.items():
        row = rows.get((event.sequence, name))
        if row is None:
            continue
        shown += 1
        if personal.digest_of(bytes(row.salt), bytes(row.value), event.algorithm).hex() != digest:
            raise _Fault(gettext_noop("the personal data '%(name)s' does not fit its digest"), name=name)
    return shown, len(digests) - shown


def _check_end(finding: Finding, anchored: dict[int, bytes]) -> None:
    """The head, and anchors that speak of events which are not there."""
    head = Head.objects.filter(stream=finding.stream).first()
    stands = (head.sequence, bytes(head.hash)) if head else (0, b"")
    if stands != (finding.checked, finding.last_hash):
        fault = _Fault(
            gettext_noop("the stream's head says %(head)s events, %(there)s are there"),
            head=stands[0],
            there=finding.checked,
        )
        _found(finding, fault, finding.checked + 1)
    if anchored:
        first = min(anchored)
        fault = _Fault(
            gettext_noop("a signed anchor holds event %(number)s, which is not there"), number=first
        )
        _found(finding, fault, first)
    last = Anchored.objects.filter(stream=finding.stream).order_by("-sequence").first()
    finding.anchored_up_to = last.sequence if last else 0


def verify_anchors() -> tuple[int, str]:
    """How many anchors are sound, and what is wrong with the first that is not ("" if none)."""
    number, before = 0, b""
    for anchor in Anchor.objects.order_by("number"):
        document = bytes(anchor.document)
        content = json.loads(document)
        tree = merkle.levels([merkle.leaf_hash(row.encode()) for row in anchor.leaves.order_by("position")])
        try:
            Ed25519PublicKey.from_public_bytes(bytes(anchor.public_key)).verify(
                bytes(anchor.signature), document
            )
        except InvalidSignature:
            return number, f"anchor {number + 1}: the signature does not fit the document"
        if content["number"] != number + 1 or anchor.number != number + 1:
            return number, f"anchor {number + 1} is missing"
        if content["previous"] != (sha256(before).hexdigest() if before else ""):
            return number, f"anchor {number + 1} does not follow the anchor before it"
        if content["root"] != merkle.root(tree).hex() or content["heads"] != len(tree[0]):
            return number, f"anchor {number + 1}: the heads do not fit its root"
        number, before = anchor.number, document
    return number, ""


def verify_all() -> Iterator[Finding]:
    """Check every stream, also one of which only events, a head or an anchor is left."""
    names: set[str] = set()
    for rows in (Head.objects.all(), Event.objects.filter(sequence=1), Anchored.objects.all()):
        names.update(rows.order_by().values_list("stream", flat=True).distinct())
    for name in sorted(names):
        yield verify_stream(name)


def _no_float(text: str) -> Any:
    raise ValueError(f"{text} is a float")
