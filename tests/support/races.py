"""Several people at once, each with a connection of his own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import IntegrityError, connection

from qinglan.kernel.conflicts import Impossible, StaleEdit


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Begin all acts at the same moment; what each gave back, or the refusal that it met."""
    start = Barrier(len(acts), timeout=10)

    def run(act: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            start.wait()
            return act()
        except (StaleEdit, Impossible, IntegrityError) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
