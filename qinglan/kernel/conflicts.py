"""Somebody changed this meanwhile: the answer to a stale edit (HTTP 409)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    """One field that differs: its label, what the user sent, what stands there now."""

    label: str
    yours: str
    current: str


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
