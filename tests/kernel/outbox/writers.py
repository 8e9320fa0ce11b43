"""Writers that commit out of order: with pauses, savepoints and rollbacks."""

import random
import threading
import time
from collections.abc import Callable

from django.db import connection, transaction

from qinglan.kernel import outbox


class Break(Exception):
    """Raised to roll back."""


class Writers:
    """`count` threads, each with `each` transactions; `committed` are the keys that came to stand."""

    def __init__(self, count: int, each: int, *, pause: float = 0.01) -> None:
        self.each, self.pause = each, pause
        self.committed: set[str] = set()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._write, args=(number,)) for number in range(count)]

    def during(self, look: Callable[[], object]) -> None:
        """Let them write; call `look` again and again until all have ended, then once more."""
        for thread in self._threads:
            thread.start()
        while any(thread.is_alive() for thread in self._threads):
            look()
        for thread in self._threads:
            thread.join()
        look()

    def _write(self, number: int) -> None:
        chance = random.Random(number)  # noqa: S311 - repeatable
        try:
            for index in range(self.each):
                self._transaction(f"{number}-{index}", chance)
        finally:
            connection.close()

    def _transaction(self, name: str, chance: random.Random) -> None:
        kept: list[str] = []
        try:
            with transaction.atomic():
                for step in range(chance.randint(1, 3)):
                    key = f"{name}-{step}"
                    try:
                        with transaction.atomic():
                            outbox.enqueue("tests.changed", key)
                            time.sleep(chance.random() * self.pause)
                            if chance.random() < 0.2:
                                raise Break
                        kept.append(key)
                    except Break:
                        pass
                if chance.random() < 0.2:
                    raise Break
        except Break:
            return
        with self._lock:
            self.committed.update(kept)
