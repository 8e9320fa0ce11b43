"""The suite ``qinglan-sealed/1``: how a bid is closed so that any two of three openers, and nobody else, open it.

Its twin is `static/auctions/suite.js`; a test holds both equal byte for byte. Needs neither Django nor a
database. What the names of the suite mean:

* digest: SHA-256;
* box to an opener: libsodium's sealed box (X25519, XSalsa20-Poly1305, a fresh sender key each time), which
  doesn't tell to whom it is addressed;
* content: XChaCha20-Poly1305 (IETF) under a fresh key, with the lot and the commitment as context;
* the fresh key: for every pair of openers i < j, a box to i in which lies a box to j in which lies the key;
* a passphrase: Argon2id, then XSalsa20-Poly1305 (secretbox).

A suite with SM2, SM3 and SM4 would be another module with the same functions and another name.
"""

import struct
from collections.abc import Mapping, Sequence
from hashlib import sha256

from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.utils import random

NAME = "qinglan-sealed/1"
PAIRS = ((1, 2), (1, 3), (2, 3))
"""Who opens together: the first takes the outer box, the second the inner one."""
KEY_BYTES = 32
NONCE_BYTES = 32
INNER_BYTES = KEY_BYTES + bindings.crypto_box_SEALBYTES
OUTER_BYTES = INNER_BYTES + bindings.crypto_box_SEALBYTES
SIZES = (16 << 10, 256 << 10, 1 << 20, 4 << 20, 12 << 20)
"""Sizes to which contents are filled up, in bytes: what is inside shows in the size no further."""
OPERATIONS, MEMORY = 3, 64 << 20
_NONCE = bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
_MARK = b"\x80"


class Broken(ValueError):
    """A box, a content or a file that is not what it should be."""


def key_pair() -> tuple[bytes, bytes]:
    """A fresh pair of an opener: public and secret key."""
    public, secret = bindings.crypto_box_keypair()
    return public, secret


def fingerprint(public: bytes) -> str:
    """How a public key is read out: 32 hex digits of its digest in groups of four."""
    digits = sha256(public).hexdigest()[:32]
    return " ".join(digits[place : place + 4] for place in range(0, 32, 4))


def commitment(nonce: bytes, canonical: bytes) -> str:
    """What the chain holds of a bid before it is opened, in hex. `canonical` is RFC 8785."""
    if len(nonce) != NONCE_BYTES:
        raise Broken(f"a nonce has {NONCE_BYTES} bytes")
    return sha256(nonce + canonical).hexdigest()


def wraps(key: bytes, publics: Sequence[bytes]) -> dict[str, bytes]:
    """`key` for every pair of the three `publics`: ``{"12": …, "13": …, "23": …}``."""
    if len(publics) != 3 or len(set(publics)) != 3:
        raise Broken("three different openers are needed")
    return {name(i, j): seal(seal(key, publics[j - 1]), publics[i - 1]) for i, j in PAIRS}


def name(first: int, second: int) -> str:
    """How a pair is named: ``"12"``."""
    return f"{first}{second}"


def seal(content: bytes, public: bytes) -> bytes:
    """A sealed box to one public key. Raises Broken for what is no key."""
    try:
        return bindings.crypto_box_seal(content, public)
    except (CryptoError, RuntimeError, ValueError, TypeError) as error:
        raise Broken("this is no public key") from error


def unseal(box: bytes, public: bytes, secret: bytes) -> bytes:
    """What lies in a sealed box; raises Broken where it was not meant for this key or was changed."""
    try:
        return bindings.crypto_box_seal_open(box, public, secret)
    except (CryptoError, RuntimeError, ValueError, TypeError) as error:
        raise Broken("this key does not open the box, or the box was changed") from error


def encrypt(key: bytes, content: bytes, context: bytes) -> bytes:
    """`content`, filled up to one of `SIZES`, closed under `key`; a fresh nonce goes before."""
    nonce = random(_NONCE)
    return nonce + bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(filled(content), context, nonce, key)


def decrypt(key: bytes, closed: bytes, context: bytes) -> bytes:
    """The content again; raises Broken where key, bytes or context differ."""
    try:
        content = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
            closed[_NONCE:], context, closed[:_NONCE], key
        )
    except (CryptoError, RuntimeError, ValueError, TypeError) as error:
        raise Broken("the key does not fit, or the bytes were changed") from error
    return emptied(content)


def filled(content: bytes) -> bytes:
    """`content`, a mark byte and zeros, up to the next of `SIZES`. Raises Broken for more than the largest."""
    for size in SIZES:
        if len(content) < size:
            return content + _MARK + bytes(size - len(content) - 1)
    raise Broken(f"more than {SIZES[-1] - 1} bytes")


def emptied(content: bytes) -> bytes:
    """The content without what `filled` added."""
    bare = content.rstrip(b"\0")
    if not bare.endswith(_MARK):
        raise Broken("the content is not filled up as it should be")
    return bare[:-1]


def packed(head: bytes, files: Sequence[bytes] = ()) -> bytes:
    """A canonical head and the bytes of files as one content: length of the head (4 bytes), head, files."""
    return struct.pack(">I", len(head)) + head + b"".join(files)


def unpacked(content: bytes) -> tuple[bytes, bytes]:
    """The head, and the bytes of all files one after the other."""
    if len(content) < 4:
        raise Broken("the content is cut off")
    (length,) = struct.unpack(">I", content[:4])
    if length > len(content) - 4:
        raise Broken("the content is cut off")
    return content[4 : 4 + length], content[4 + length :]


def passphrase_key(passphrase: str, salt: bytes, operations: int = OPERATIONS, memory: int = MEMORY) -> bytes:
    """A key made of a passphrase, with Argon2id."""
    return bytes(
        bindings.crypto_pwhash_alg(
            KEY_BYTES,
            passphrase.encode(),
            salt,
            operations,
            memory,
            bindings.crypto_pwhash_ALG_ARGON2ID13,
        )
    )


def locked(secret: bytes, passphrase: str) -> Mapping[str, str | int]:
    """A secret key under a passphrase, as it stands in an opener's key file (hex)."""
    salt, nonce = random(bindings.crypto_pwhash_SALTBYTES), random(24)
    box = bindings.crypto_secretbox(secret, nonce, passphrase_key(passphrase, salt))
    return {
        "salt": salt.hex(),
        "nonce": nonce.hex(),
        "box": box.hex(),
        "operations": OPERATIONS,
        "memory": MEMORY,
    }


def unlocked(lock: Mapping[str, str | int], passphrase: str) -> bytes:
    """The secret key again; raises Broken for a wrong passphrase or a changed file."""
    try:
        operations, memory = int(lock["operations"]), int(lock["memory"])
        if operations > 10 or memory > 256 << 20:
            raise Broken("the file asks for more work than an honest one does")
        key = passphrase_key(passphrase, bytes.fromhex(str(lock["salt"])), operations, memory)
        return bindings.crypto_secretbox_open(
            bytes.fromhex(str(lock["box"])), bytes.fromhex(str(lock["nonce"])), key
        )
    except (CryptoError, RuntimeError, ValueError, TypeError, KeyError) as error:
        raise Broken("the passphrase is wrong, or the file was changed") from error
