"""Unified social credit codes (GB 32100-2015) of organisations that do not exist."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
BODY_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def body_check(body: str) -> str:
    """The ninth character of an organisation code (GB 11714) for its first eight."""
    rest = (
        11
        - sum(BODY_ALPHABET.index(char) * weight for char, weight in zip(body, BODY_WEIGHTS, strict=True))
        % 11
    )
    return {10: "X", 11: "0"}.get(rest, str(rest))


def check_character(first: str) -> str:
    """The eighteenth character for the first seventeen."""
    total = sum(ALPHABET.index(char) * weight for char, weight in zip(first, WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def demonstration_code(kind: str, region: str, serial: int) -> str:
    """A valid code in the demonstration range, whose organisation code begins with DEM.

    `kind` is the two leading characters (91 enterprise, 12 public institution), `region` the six
    digits of the place of registration, `serial` below 100,000.
    """
    body = f"DEM{serial:05d}"
    first = f"{kind}{region}{body}{body_check(body)}"
    return first + check_character(first)
