"""The header of an event: the canonical bytes whose hash is the event's hash.

It names the payload by its hash, so that an export may withhold a payload and the chain can still
be checked.
"""

from dataclasses import dataclass
from datetime import datetime

from qinglan.kernel.events.algorithms import digest_with
from qinglan.kernel.events.canonical import encode, moment_text

FORMAT = "qinglan-event/1"
NOTHING = b""
"""The previous hash of a stream's first event."""


@dataclass(frozen=True)
class Header:
    """All that an event says but the payload itself, of which it holds the hash."""

    stream: str
    sequence: int
    time: datetime
    actor: str
    kind: str
    payload_digest: bytes
    previous: bytes
    algorithm: str

    def encode(self) -> bytes:
        """The canonical bytes, as hashed."""
        return encode(
            {
                "actor": self.actor,
                "algorithm": self.algorithm,
                "format": FORMAT,
                "kind": self.kind,
                "payload": self.payload_digest.hex(),
                "previous": self.previous.hex(),
                "sequence": self.sequence,
                "stream": self.stream,
                "time": moment_text(self.time),
            }
        )

    def digest(self) -> bytes:
        """The event's hash."""
        return digest_with(self.algorithm)(self.encode())
