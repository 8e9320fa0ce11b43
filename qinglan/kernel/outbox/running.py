"""Run the registered consumers in a thread of the worker."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from qinglan.kernel.outbox.consumers import CONSUMERS, deliver
from qinglan.kernel.outbox.pace import Pace

logger = logging.getLogger(__name__)


@contextmanager
def consumers_running() -> Iterator[None]:
    """Within, a thread of this process brings changes to the consumers.

    Several processes may do so at once: each consumer is served by one of them at a time.
    """
    pace = Pace()
    thread = threading.Thread(target=_run, args=(pace,), name="outbox-consumers", daemon=True)
    thread.start()
    try:
        yield
    finally:
        pace.stop()
        thread.join(timeout=10)


def _run(pace: Pace) -> None:
    try:
        with pace:
            while not pace.stopped:
                pace.wait(found=serve_once())
    finally:
        connections.close_all()


def serve_once() -> bool:
    """Give every consumer one batch; whether anything was there."""
    found = False
    for consumer in list(CONSUMERS.values()):
        try:
            found = deliver(consumer) > 0 or found
        except Exception as error:  # noqa: BLE001 - the database may be away for a while
            logger.warning("consumer %s can't be served: %s", consumer.name, error)
            connections.close_all()
    return found
