"""What goes out, and how a channel fails."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Outgoing:
    """A message on its way: to which address, what it says, the whole address that it leads to."""

    address: str
    subject: str
    text: str
    url: str = ""

    @property
    def body(self) -> str:
        """The text with the link under it."""
        return f"{self.text}\n{self.url}".strip()


class Unreachable(Exception):
    """The other side can't be reached or does not answer as it should: worth trying again."""


class Undeliverable(Exception):
    """The other side refuses this message or address for good: trying again would not help."""
