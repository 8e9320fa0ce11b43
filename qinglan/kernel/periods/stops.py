"""Times in which a period's clock stands still: correction 补正, expert review, public notice, site visit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Stop:
    """The clock stands from `first` to `last`, both days included; no `last`: it still stands.

    A request for correction sent on Monday and answered on Thursday is ``Stop(monday, thursday)``:
    the day of the request no longer counts, and the clock runs again on the day after the answer, as
    the first day of a period does not count (Civil Code, article 201).
    """

    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise ValueError(f"the clock cannot run again on {self.last}, before it stopped on {self.first}")

    def covers(self, day: date) -> bool:
        """Whether the clock stands on `day`."""
        return self.first <= day and (self.last is None or day <= self.last)


def stands(stops: Iterable[Stop], day: date) -> bool:
    """Whether any of `stops` covers `day`; stops may overlap."""
    return any(stop.covers(day) for stop in stops)


def stands_for_good(stops: Iterable[Stop], day: date) -> bool:
    """Whether an open stop has begun by `day`, so that nothing after it can be known yet."""
    return any(stop.last is None and stop.first <= day for stop in stops)
