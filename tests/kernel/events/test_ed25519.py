"""The script's own Ed25519 against the vectors of RFC 8032 (7.1) and against the library."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from qinglan.kernel.events.keys import public_bytes
from tests.kernel.events.log import script

VERIFIER = script()
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
            "d25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
            "387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
            "4a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_vectors_of_the_standard(key, message, signature):
    parts = [bytes.fromhex(part) for part in (key, message, signature)]
    assert VERIFIER.signature_fits(*parts) is True
    assert VERIFIER.signature_fits(parts[0], parts[1] + b"!", parts[2]) is False


@settings(max_examples=20, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 511))
def test_what_the_library_signs_fits_and_a_changed_bit_does_not(message, bit):
    key = Ed25519PrivateKey.generate()
    signature = key.sign(message)
    changed = bytearray(signature)
    changed[bit // 8] ^= 1 << bit % 8
    public = public_bytes(key)
    assert VERIFIER.signature_fits(public, message, signature) is True
    assert VERIFIER.signature_fits(public, message, bytes(changed)) is False
    assert VERIFIER.signature_fits(public[:31], message, signature) is False
