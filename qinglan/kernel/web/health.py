"""Whether the parts of this installation are well. Higher floors register what they know.

A part is registered under a code name, as a function that returns a :class:`State` and may raise, with
the title by which people know it; whoever reads gets an answer for every part in any case.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.web import site

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class State:
    """Whether a part works, one word for machines and, where useful, a detail for people.

    `title` is the part's name for people; `states` fills it in.
    """

    well: bool
    word: str
    detail: str = ""
    title: str | Promise = ""


Probe = Callable[[], State]


def database() -> State:
    """Whether the database answers a query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return State(True, "up")


_probes: dict[str, Probe] = {"database": database}
_titles: dict[str, str | Promise] = {"database": _("Database"), "worker": _("Background worker")}


def register(name: str, probe: Probe, *, title: str | Promise = "") -> None:
    """Add a part, such as ``worker``; a second registration of a name replaces the first."""
    _probes[name] = probe
    if title:
        _titles[name] = title


def states() -> dict[str, State]:
    """The state of every part; a probe that raises stands as ``down``."""
    found = {}
    for name, probe in _probes.items():
        try:
            found[name] = probe()
        except Exception as error:  # noqa: BLE001 - a health answer must come whatever is broken
            logger.warning("health probe %s failed: %s", name, error)
            found[name] = State(False, "down", type(error).__name__)
    found.setdefault("worker", State(False, "unknown"))
    return {name: replace(state, title=_titles.get(name, name)) for name, state in found.items()}


def answer() -> tuple[dict[str, Any], int]:
    """The body of ``/healthz`` and its HTTP status: 503 when the database is down."""
    found = states()
    well = found["database"].well
    status = "down" if not well else "ok" if all(state.well for state in found.values()) else "degraded"
    body = {"status": status, **{n: s.word for n, s in found.items()}, "version": site.version()}
    return body, 200 if well else 503
