"""The port of hash algorithms: each event names the one that it was hashed with.

SHA-256 is there everywhere. SM3 (GB/T 32905) is offered where Python's hashlib offers it; a stream
may change from one to the other at any event, and both stay verifiable.
"""

import hashlib
from collections.abc import Callable

from qinglan.settings.env import EVENTS_HASH, SettingError

HASHLIB_NAMES = {"sha-256": "sha256", "sm3": "sm3"}
Digest = Callable[[bytes], bytes]


class UnknownAlgorithm(ValueError):
    """No such algorithm, or this Python does not offer it."""


def digest_with(algorithm: str) -> Digest:
    """The function that hashes with `algorithm`; raises UnknownAlgorithm."""
    name = HASHLIB_NAMES.get(algorithm)
    if name is None or name not in hashlib.algorithms_available:
        raise UnknownAlgorithm(f"the hash algorithm {algorithm!r} is not offered here")
    return lambda content: hashlib.new(name, content).digest()


def chosen() -> str:
    """The algorithm for new events, as the operator set it; raises SettingError for an unknown one."""
    algorithm = EVENTS_HASH.text()
    try:
        digest_with(algorithm)
    except UnknownAlgorithm as error:
        raise SettingError(f"{EVENTS_HASH.name}: {error}") from None
    return algorithm
