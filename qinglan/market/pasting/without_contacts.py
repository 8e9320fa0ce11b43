"""Numbers and mailboxes of people, taken out of what goes into public texts."""

from qinglan.market.pasting import words

_PERSONAL = (words.MOBILE, words.TELEPHONE, words.MAILBOX)


def without_contacts(text: str) -> str:
    """`text` without telephone numbers and mailboxes: they belong to the contact, which not everybody sees."""
    for pattern in _PERSONAL:
        text = pattern.sub("", text)
    return text.strip(" ，,、；;：:")
