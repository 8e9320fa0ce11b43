"""Somebody changed this meanwhile: the answer to a stale edit (HTTP 409)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Difference:
    """One field that differs: its label, what the user sent, what stands there now."""

    label: str
    yours: str
    current: str


class Since(list[Difference]):
    """What changed since somebody saw the record: `yours` is what he saw; who changed it last, and when.

    `who` is "" and `when` None where that isn't known, or not said.
    """

    def __init__(
        self, differences: Iterable[Difference], *, who: str = "", when: datetime | None = None
    ) -> None:
        super().__init__(differences)
        self.who = who
        self.when = when


class StaleEdit(Exception):
    """The row changed after the user read it. Nothing was written; `differences` shows both."""

    def __init__(self, differences: list[Difference]) -> None:
        super().__init__("the record was changed meanwhile")
        self.differences = differences


class Impossible(Exception):
    """The act does not fit the state or the data; the message, in the reader's language, says why
    and what to do. `field` names the form field it belongs to, where there is one.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
