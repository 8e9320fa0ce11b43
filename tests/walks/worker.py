"""The background work of a walk: what was queued is done now, by the worker as it runs in production."""

import asyncio
import threading
from typing import Any


def work_off() -> None:
    """Do all jobs that wait, on a thread of their own: the browser's driver keeps an event loop in this one."""
    faults: list[Exception] = []

    def run() -> None:
        from django.db import connections
        from procrastinate.contrib.django import app

        async def until_idle(running: Any) -> None:
            async with running.open_async():
                await running.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)

        try:
            with app.replace_connector(app.connector.get_worker_connector()) as running:  # type: ignore[attr-defined]
                asyncio.run(until_idle(running))
        except Exception as fault:  # noqa: BLE001 - raised again in the thread of the test
            faults.append(fault)
        finally:
            connections.close_all()

    worker = threading.Thread(target=run)
    worker.start()
    worker.join()
    if faults:
        raise faults[0]
