"""Personal data in events: the chain holds a salted digest, a side table the value and the salt.

Erasing the row makes the digest meaningless (without the 32 random bytes nobody can guess a name or
a telephone number into it) and leaves the chain whole.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qinglan.kernel.events.algorithms import digest_with
from qinglan.kernel.events.canonical import encode

KEY = "personal"
"""The key of a payload under which the digests stand; no other use is made of it."""
SALT_BYTES = 32


@dataclass(frozen=True)
class Sealed:
    """One field of personal data: the salt, the canonical bytes of the value, their digest."""

    field: str
    salt: bytes
    value: bytes
    digest: bytes


def seal(personal: Mapping[str, Any], algorithm: str) -> list[Sealed]:
    """Each field with a salt of its own; raises NotCanonical."""
    sealed = []
    for field, value in personal.items():
        salt, content = secrets.token_bytes(SALT_BYTES), encode(value)
        sealed.append(Sealed(field, salt, content, digest_of(salt, content, algorithm)))
    return sealed


def digest_of(salt: bytes, value: bytes, algorithm: str) -> bytes:
    """The digest that stands in the chain."""
    return digest_with(algorithm)(salt + value)
