"""The secret outside the database by which alone an envelope can be told to belong to a lot.

A file of the home, beside the other keys and in every backup: whoever has the whole database and not this file can't
count the envelopes of a lot. At the opening the salt of each envelope is told, so that everybody can check its digest.
"""

import hmac
import secrets
from hashlib import sha256

from django.conf import settings

from qinglan.kernel.database.location import keys_directory
from qinglan.kernel.key_file import write_once

FILE = "sealed-lots.key"


def salt_of(envelope: str) -> str:
    """The salt of an envelope, in hex."""
    return hmac.new(_key(), b"envelope " + envelope.encode(), sha256).hexdigest()


def digest_of(salt: str, lot: str) -> str:
    """How a lot stands in an envelope's row and event: SHA-256 of the salt and the number of the lot."""
    return sha256(bytes.fromhex(salt) + lot.encode()).hexdigest()


def digest(envelope: str, lot: str) -> str:
    """The digest of `lot` for this envelope."""
    return digest_of(salt_of(envelope), lot)


def share(words: str, most: int) -> int:
    """A number from 0 to `most` that depends on `words` and that nobody without the key foretells."""
    return int.from_bytes(hmac.new(_key(), b"share " + words.encode(), sha256).digest()[:6]) % (most + 1)


def _key() -> bytes:
    path = keys_directory(settings.HOME) / FILE
    try:
        return path.read_bytes()
    except FileNotFoundError:
        write_once(path, secrets.token_bytes(32))
    return path.read_bytes()
