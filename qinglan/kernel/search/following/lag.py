"""How far this node's indexes are behind, for /healthz and the page on the state of the system."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel.outbox import changes
from qinglan.kernel.search.engine.collections import COLLECTIONS, Collection
from qinglan.kernel.search.engine.installed import engine
from qinglan.kernel.web import health

COUNTED = 10_000
MOST_UNMEANT = 1000
SLOW = timedelta(seconds=30)
_BEHIND = """
SELECT count(*), clock_timestamp() - min(at)
  FROM (SELECT at FROM outbox_change
         WHERE (epoch, xid, id) > (%s, %s::text::xid8, %s) AND kind = ANY(%s)
         ORDER BY epoch, xid, id LIMIT %s) AS change
"""


@dataclass(frozen=True)
class Lag:
    """A collection's index on this node: changes it has yet to take in, how old the oldest is.

    `behind` is None while there is no index that fits. `unmeant` are the documents whose vectors are still to be
    made, counted up to `MOST_UNMEANT`; they can be found, and nothing is late for them.
    """

    name: str
    behind: int | None
    age: timedelta = timedelta()
    unmeant: int = 0

    @property
    def well(self) -> bool:
        """Whether it keeps up."""
        return self.behind is not None and self.age < SLOW


def lags() -> list[Lag]:
    """Every collection of this installation, as this node has it."""
    return [_lag(collection) for collection in COLLECTIONS.values()]


def _lag(collection: Collection) -> Lag:
    place = engine().place(collection)
    if place is None or place.epoch != changes.epoch()[1]:
        return Lag(collection.name, None)
    position = place.position
    with connection.cursor() as cursor:
        cursor.execute(
            _BEHIND, [position.epoch, str(position.xid), position.id, sorted(collection.changes), COUNTED]
        )
        row = cursor.fetchone()
    assert row is not None
    unmeant = len(engine().lacking(collection, MOST_UNMEANT))
    return Lag(collection.name, row[0], row[1] or timedelta(), unmeant)


def search_index() -> health.State:
    """`up`; `building` without an index, `behind` when one is late by half a minute."""
    found = lags()
    detail = "; ".join(
        _("%(name)s: is being built") % {"name": lag.name}
        if lag.behind is None
        else _("%(name)s: %(behind)s behind, %(seconds)s s")
        % {"name": lag.name, "behind": lag.behind, "seconds": int(lag.age.total_seconds())}
        for lag in found
    )
    if any(lag.behind is None for lag in found):
        return health.State(False, "building", detail)
    well = all(lag.well for lag in found)
    return health.State(well, "up" if well else "behind", detail)


health.register("search", search_index, title=gettext_lazy("Search index of this machine"))
