"""How a job goes over many rows: each in a transaction of its own, so that one bad row stops no other."""

import logging
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Model, QuerySet
from django.urls import NoReverseMatch

from qinglan.kernel import clock
from qinglan.kernel.jobs.models import Fault

logger = logging.getLogger(__name__)
Made = TypeVar("Made")
BATCH = 500
"""Keys that are asked for at a time."""
LOST = ("08", "57P")
"""Classes of PostgreSQL's error codes: connection exception, operator intervention."""


def one_by_one(
    loop: str, rows: QuerySet[Any], act: Callable[[Any], Made], *, batch: int = BATCH
) -> list[Made]:
    """Call `act` with the key of every row of `rows`, in their order; what it gave where it went well.

    Each row has its own transaction (a savepoint within the caller's). One that fails is rolled back, logged,
    and shown to the operator as a `Fault` of `loop` until it goes well or is no longer among the rows; the others
    go on. Rows are asked for by key in batches until there are none, so that a row that stays is met once.
    `act` locks its row and looks again. Raises only what a lost connection to the database raises.
    """
    made, failed = [], set()
    for key in _keys(rows, batch):
        try:
            with transaction.atomic():
                made.append(act(key))
        except Exception as error:  # whatever it is, it is this row's
            if _lost_the_database(error):
                raise
            logger.exception("%s: %s %s is left out", loop, rows.model._meta.label, key)
            failed.add(_note(loop, rows.model, key, error))
    Fault.objects.filter(loop=loop, ended_at__isnull=True).exclude(row__in=failed).update(
        ended_at=clock.now()
    )
    return made


def _lost_the_database(error: Exception) -> bool:
    """Whether the connection broke or the server stopped: then it is no row's fault, and the job ends."""
    if isinstance(error, InterfaceError):
        return True
    state = getattr(error.__cause__, "sqlstate", None)
    return isinstance(error, OperationalError) and (state is None or state.startswith(LOST))


def _keys(rows: QuerySet[Any], batch: int) -> Iterator[Any]:
    ordered, last = rows.order_by("pk").values_list("pk", flat=True), None
    while True:
        found = list((ordered if last is None else ordered.filter(pk__gt=last))[:batch])
        yield from found
        if len(found) < batch:
            return
        last = found[-1]


def _note(loop: str, model: type[Model], key: Any, error: Exception) -> str:
    """Keep that a row failed, once for each time that it stays so; the row as machines say it."""
    row, now = f"{model._meta.label_lower}:{key}", clock.now()
    subject, url = _named(model, key, row)
    lines = str(getattr(error, "message", None) or error).strip().splitlines()
    said = {
        "subject": subject[:200],
        "url": url[:300],
        "error": type(error).__name__[:80],
        "reason": (lines[0] if lines else "")[:300],
        "last_at": now,
    }
    with transaction.atomic():
        if not Fault.objects.filter(loop=loop, row=row, ended_at__isnull=True).update(
            times=F("times") + 1, **said
        ):
            Fault.objects.create(loop=loop, row=row, first_at=now, **said)
    return row


def _named(model: type[Model], key: Any, row: str) -> tuple[str, str]:
    """The name and the page of a row; what is broken may have neither."""
    try:
        with transaction.atomic():
            one = model._base_manager.filter(pk=key).first()
            if one is None:
                return row, ""
            page = getattr(one, "get_absolute_url", None)
            return f"{model._meta.verbose_name} {one}", page() if page else ""
    except (NoReverseMatch, ValueError, LookupError, AttributeError, TypeError):
        return row, ""
