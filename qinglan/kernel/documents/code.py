"""Codes that people read off paper: 32 characters without I, L, O and U, two of them check characters."""

import hashlib
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {character: value for value, character in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_PRIME = 1021
"""The largest prime below 32²: two characters hold any remainder."""
BODY = 12
"""Characters of a code without its check characters: 60 bits."""


def _check(body: str) -> str:
    """Two check characters; any one wrong or two swapped neighbouring characters are noticed."""
    total = 0
    for character in body:
        total = (total * 32 + _VALUES[character]) % _PRIME
    total = total * 1024 % _PRIME
    rest = (_PRIME - total) % _PRIME
    return ALPHABET[rest // 32] + ALPHABET[rest % 32]


def new() -> str:
    """A random code of 14 characters, not to be guessed: one in 2⁶⁰."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(BODY))
    return body + _check(body)


def derived(content: bytes) -> str:
    """The code of a content: the same bytes give the same code."""
    number = int.from_bytes(hashlib.sha256(content).digest()[:8], "big") >> 4
    body = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(BODY)))
    return body + _check(body)


def normalised(text: str) -> str:
    """`text` in capitals without hyphens and blanks, O as 0, I and L as 1.

    >>> normalised("ab1l-0oxy ")
    'AB1100XY'
    """
    plain = (c for c in text.upper() if not c.isspace() and c not in "-‐–—−")
    return "".join(ALPHABET[_VALUES[c]] if c in _VALUES else c for c in plain)


def is_valid(code: str) -> bool:
    """Whether a normalised code has the right length, characters and check characters."""
    if len(code) != BODY + 2 or any(character not in _VALUES for character in code):
        return False
    return _check(code[:BODY]) == code[BODY:]


def shown(code: str) -> str:
    """The code in groups of four, as printed.

    >>> shown("ABCDEFGHJKMN01")
    'ABCD-EFGH-JKMN-01'
    """
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))
