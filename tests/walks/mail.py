"""The mail that reached people."""

from email.header import decode_header, make_header
from typing import Any


def subjects(mailbox: Any) -> list[tuple[str, str]]:
    """To whom, and about what, in the order in which it came."""
    return [(mail["To"], str(make_header(decode_header(mail["Subject"])))) for mail in mailbox.mails]
