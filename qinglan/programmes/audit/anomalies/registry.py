"""The table of anomalies: each is a named rule with what it looks for, and finds rows with their evidence."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise

from qinglan.programmes.models import Case, Programme

Text = str | Promise


@dataclass(frozen=True)
class Subject:
    """What is looked through: a scheme and the rounds of a year."""

    programme: Programme
    year: int


@dataclass(frozen=True)
class Hit:
    """One finding: whom it is about, the facts as sentences, and where the evidence stands."""

    title: str
    facts: tuple[str, ...]
    url: str
    case: Case | None = None


Find = Callable[[Subject], Iterator[Hit]]


@dataclass(frozen=True)
class Anomaly:
    """A rule. `says` tells what is looked for, by which rule or law where there is one."""

    name: str
    title: Text
    says: Text
    find: Find


ANOMALIES: dict[str, Anomaly] = {}


def anomaly(name: str, *, title: Text, says: Text) -> Callable[[Find], Find]:
    """Enter a rule under `name`, once."""

    def register(find: Find) -> Find:
        if name in ANOMALIES:
            raise ValueError(f"anomaly {name} is registered twice")
        ANOMALIES[name] = Anomaly(name, title, says, find)
        return find

    return register


def found(subject: Subject, names: Iterable[str] = ()) -> dict[str, list[Hit]]:
    """The hits of each rule (or of those named), in the order of the table."""
    wanted = set(names) or set(ANOMALIES)
    return {name: list(one.find(subject)) for name, one in ANOMALIES.items() if name in wanted}
