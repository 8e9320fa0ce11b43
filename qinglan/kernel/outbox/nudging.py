"""Wake the tailer of this process when this process committed a change: nothing goes over the wire."""

import threading

_waiting: set[threading.Event] = set()
_lock = threading.Lock()


def nudge() -> None:
    """Wake whoever waits in this process."""
    with _lock:
        for event in _waiting:
            event.set()


def wait_with(event: threading.Event) -> None:
    """Let `event` be set at every nudge."""
    with _lock:
        _waiting.add(event)


def forget(event: threading.Event) -> None:
    """Let `event` alone again."""
    with _lock:
        _waiting.discard(event)
