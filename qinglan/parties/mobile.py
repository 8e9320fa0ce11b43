"""Mobile numbers of the mainland, as typed and as kept."""

import re

from qinglan.kernel.codes.checks import MAINLAND_MOBILE

_NOISE = re.compile(r"[\s\-\u2010-\u2015()（）]")
_WIDE = {ord("０") + digit: ord("0") + digit for digit in range(10)} | {ord("＋"): "+"}


def normalised(text: str) -> str:
    """The 11 digits in `text` (spaces, hyphens, +86 and full-width digits allowed); "" if it is no number."""
    digits = re.sub(r"^(\+86|0086)", "", _NOISE.sub("", text.strip().translate(_WIDE)))
    return digits if re.fullmatch(MAINLAND_MOBILE, digits) else ""


def masked(number: str) -> str:
    """138****5678; "" for none."""
    return f"{number[:3]}****{number[-4:]}" if number else ""


def masked_mail(mailbox: str) -> str:
    """l****@example.org; "" for none."""
    name, _, host = mailbox.partition("@")
    return f"{name[:1]}****@{host}" if mailbox else ""
