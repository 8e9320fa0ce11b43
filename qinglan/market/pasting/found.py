"""What was found in a text, and where."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Found:
    """`value` for the field `name`, from the characters `start` to `end` of the text.

    `inferred`: the words say it only by a rule of thumb, which a person must confirm.
    """

    name: str
    value: Any
    start: int
    end: int
    inferred: bool = False

    def quote(self, text: str) -> str:
        """The words of `text` that it came from."""
        return text[self.start : self.end]
