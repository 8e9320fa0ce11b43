"""The Ed25519 key that signs anchors: made at first use, kept in ``keys/`` of the home."""

from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from qinglan.kernel.database.location import keys_directory
from qinglan.kernel.key_file import write_once

FILE = "anchor-ed25519.pem"


def signing_key() -> Ed25519PrivateKey:
    """This installation's key; made when there is none. Two processes at once agree on one."""
    path = keys_directory(settings.HOME) / FILE
    try:
        return _read(path)
    except FileNotFoundError:
        _make(path)
    return _read(path)


def public_bytes(key: Ed25519PrivateKey | Ed25519PublicKey) -> bytes:
    """The 32 bytes of the public key."""
    public = key.public_key() if isinstance(key, Ed25519PrivateKey) else key
    return public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def _read(path: Path) -> Ed25519PrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path} holds no Ed25519 key")
    return key


def _make(path: Path) -> None:
    write_once(
        path,
        Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
    )
