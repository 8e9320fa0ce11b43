"""How often one account may put envelopes in. Kept in the memory of the process alone: a table would be a trace."""

import time
from collections import defaultdict, deque
from threading import Lock

from django.utils.translation import gettext as _

from qinglan.kernel.conflicts import Impossible

MOST, SECONDS = 20, 3600.0
_seen: dict[int, deque[float]] = defaultdict(deque)
_lock = Lock()


def require(account: int) -> None:
    """Count one envelope of `account`; raises Impossible for more than `MOST` within `SECONDS`."""
    now = time.monotonic()
    with _lock:
        times = _seen[account]
        while times and times[0] < now - SECONDS:
            times.popleft()
        if len(times) >= MOST:
            raise Impossible(
                _("You put in {most} envelopes within an hour. Wait an hour, then send the last one.").format(
                    most=MOST
                )
            )
        times.append(now)
