"""Decoys at moments that nobody foretells, so that the number of envelopes doesn't give away that of the bidders.

How many a lot gets is between `FEWEST` and `MOST`, drawn from a key outside the database. A decoy comes at a random
moment within the minutes after the job, by a thread: the job has ended by then and leaves no trace beside it. One in
`TAKEN_BACK` is taken back or replaced after a while, as bids are.
"""

import logging
import math
import secrets
import threading
import time
from collections.abc import Callable

from django.db import connection, connections

from qinglan.auctions.domain import decoy
from qinglan.auctions.models import SEALED, Lot
from qinglan.auctions.sealing import salt, suite
from qinglan.auctions.sealing.turn import TAKING
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.parties.domain.account import system_user

logger = logging.getLogger(__name__)
FEWEST, MOST = 8, 40
EVERY_SECONDS = 300
"""How often the job runs."""
TAKEN_BACK = 5
_random = secrets.SystemRandom()
Wait = Callable[[float], object]


def intensity(number: str) -> int:
    """How many decoys are to be expected for the lot with this number."""
    return FEWEST + salt.share(f"decoys {number}", MOST - FEWEST)


def drawn(lot: Lot, seconds: float = EVERY_SECONDS) -> list[float]:
    """After how many seconds decoys are put in, within the next `seconds`: a Poisson process."""
    assert lot.bids_from is not None
    assert lot.bids_until is not None
    rate = intensity(lot.number) / (lot.bids_until - lot.bids_from).total_seconds()
    moments = []
    after = -math.log(1 - _random.random()) / rate
    while after < seconds:
        moments.append(after)
        after -= math.log(1 - _random.random()) / rate
    return moments


def cover() -> int:
    """Start what is drawn for every lot that takes envelopes now; how many decoys are on their way."""
    now = clock.now()
    lots = Lot.objects.filter(mode__in=SEALED, state__in=TAKING, bids_from__lte=now, bids_until__gt=now)
    started = 0
    for lot in lots:
        for after in drawn(lot):
            start(lot, after)
            started += 1
    return started


def cover_visit(lot: Lot) -> None:
    """After a visit to the page where bids are sealed: now and then a decoy some minutes later."""
    if _random.randrange(3) == 0:
        start(lot, _random.uniform(5, 600))


def start(lot: Lot, after: float) -> None:
    """One decoy later, by a thread that ends with the process."""
    threading.Thread(target=_later, args=(lot, after), daemon=True).start()


def _later(lot: Lot, after: float) -> None:
    """One decoy, and now and then its end, on a connection of its own."""
    try:
        one(lot, after, time.sleep)
    except Exception:  # a decoy that fails is one decoy fewer
        logger.exception("a decoy was not made")
    finally:
        connections.close_all()


def one(lot: Lot, after: float, wait: Wait) -> None:
    """Wait, put a decoy in, and now and then wait again and replace it or take it back."""
    wait(after)
    system = system_user()
    try:
        claim = decoy.make_decoy(acting_user=system, lot=lot, length=_length(lot))
        if claim is None or _random.randrange(TAKEN_BACK):
            return
        connection.close()
        wait(_random.uniform(30, 1800))
        if _random.randrange(2):
            decoy.make_decoy(acting_user=system, lot=lot, length=_length(lot), replaces=claim)
        else:
            decoy.take_back_decoy(acting_user=system, lot=lot, claim=claim)
    except Impossible:
        return  # the deadline came first


def _length(lot: Lot) -> int:
    """As long as the bids of such lots are: with files mostly where they are judged, without them elsewhere."""
    if lot.mode != "comparison" or _random.randrange(3) == 0:
        return 0
    return _random.choice([size // 2 for size in suite.SIZES[1:4]])
