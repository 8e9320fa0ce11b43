"""Many bidders at the deadline, who send again what was not answered; and what must hold afterwards."""

import hashlib
import json
import random
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

from qinglan.auctions.bidding import recorded
from qinglan.auctions.models import Bid, Lot, RefusedBid, Standing
from qinglan.auctions.results.stream import read
from qinglan.auctions.verifying.export import SCRIPT, write_export
from qinglan.kernel.events.models import Event
from qinglan.kernel.events.verification import verify_stream

Answer = dict[str, Any]
EXPECTED = {"accepted", "low", "leading", "late"}
"""What a bidder may be answered who bids on the steps of a lot."""


class Send(Protocol):
    """Sends an amount in 分 under a key, for a kind of bid; None where no answer came."""

    def __call__(self, amount: int, key: str, kind: str) -> Answer | None: ...

    def close(self) -> None: ...


@dataclass
class Storm:
    """What was asked and what was answered. `best` is the best price that anybody was told of."""

    start: int
    step: int
    total: int
    claims: list[tuple[str, Answer]] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)
    sent: int = 0
    lost: int = 0
    best: int | None = None
    over: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def bid(self, send: Send, seed: int) -> None:
        """One bidder: bids until `total` requests were sent and the end has come; repeats each until it is answered."""
        dice = random.Random(seed)  # noqa: S311 - no secret
        while not self.over.is_set():
            with self._lock:
                if self.sent >= self.total and self.codes["late"]:
                    send.close()
                    return
                enough = self.sent >= self.total
                self.sent += 1
                least = self.start if self.best is None else self.best + self.step
            if enough:
                time.sleep(0.5)  # only to see the end come
            key, amount = uuid.uuid4().hex, least + self.step * dice.choice((0, 0, 0, 1, 2))
            while (answer := send(amount, key, "own")) is None and not self.over.is_set():
                with self._lock:
                    self.lost += 1
                time.sleep(0.05)
            if answer is None:
                return
            assert answer["code"] in EXPECTED, answer
            with self._lock:
                self.codes[answer["code"]] += 1
                if answer["code"] == "accepted":
                    self.claims.append((key, answer))
                if answer.get("price") is not None:
                    self.best = max(self.best or 0, answer["price"])


class ThroughHttp:
    """Bids by the address that the live page uses, over one connection that is opened anew when it was lost."""

    def __init__(self, port: int, session: str, number: str) -> None:
        token = "a" * 32
        self.port, self.path = port, f"/auctions/{number}/live/bids/"
        self.headers = {
            "Cookie": f"sessionid={session}; csrftoken={token}",
            "X-CSRFToken": token,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.connection: HTTPConnection | None = None

    def __call__(self, amount: int, key: str, kind: str) -> Answer | None:
        """Send one request."""
        self.connection = self.connection or HTTPConnection("127.0.0.1", self.port, timeout=30)
        body = f"kind={kind}&amount={amount // 100}.{amount % 100:02}&key={key}"
        try:
            self.connection.request("POST", self.path, body, self.headers)
            answer = self.connection.getresponse()
            content = answer.read()
        except (OSError, HTTPException):
            self.close()
            return None
        if answer.status >= 500:
            self.close()
            return None
        said: Answer = json.loads(content)
        assert (answer.status == 200) == (said["code"] == "accepted"), said
        return said

    def close(self) -> None:
        """Give the connection back."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def faults(lot: Lot, storm: Storm) -> list[str]:
    """What does not hold; empty where every answer is true."""
    stand = Standing.objects.get(lot=lot)
    rows = {row.n: row for row in Bid.objects.filter(lot=lot)}
    events = [
        json.loads(bytes(payload))
        for payload in Event.objects.filter(stream=lot.key, kind=recorded.BID)
        .order_by("sequence")
        .values_list("payload", flat=True)
    ]
    digests = Counter(event["key"] for event in events)
    found = []
    for key, answer in storm.claims:
        row = rows.get(answer["n"])
        digest = hashlib.sha256(key.encode()).hexdigest()
        if row is None or (row.key, row.amount) != (key, answer["amount"]) or digests[digest] != 1:
            found.append(f"{key} was accepted as {answer['n']} and does not stand once")
    if len(storm.claims) != len({key for key, _answer in storm.claims}) or len(rows) != len(storm.claims):
        found.append(f"{len(rows)} bids stand, {len(storm.claims)} were answered")
    if [event["bid"] for event in events] != list(range(1, stand.count + 1)) or stand.count != len(rows):
        found.append("the bids in the chain are not counted from one without a gap")
    late = [row.n for row in rows.values() if row.at >= stand.closes]
    if late:
        found.append(f"bids after the end: {late}")
    amounts = [event["amount"] for event in events]
    if any(later < earlier + stand.step for earlier, later in pairwise(amounts)):
        found.append("a bid is not a step above the one before")
    told = read((place, recorded.BID, event) for place, event in enumerate(events, 1))
    best = max(told.bids, key=lambda bid: bid.amount, default=None)
    if best is not None and (best.bidder, best.amount) != (str(stand.leader_number), stand.price):
        found.append("the winner of the chain is not the one who leads")
    refused = RefusedBid.objects.filter(lot=lot).count()
    if refused != sum(count for code, count in storm.codes.items() if code != "accepted"):
        found.append(f"{refused} refusals are written down, other ones were answered: {storm.codes}")
    fault = verify_stream(lot.key).fault
    return [*found, *([fault] if fault else [])]


def checked_by_the_script(lot: Lot, directory: Path) -> str:
    """What the stand-alone script says of the export of a lot; empty where it finds all sound."""
    path = directory / "lot.zip"
    with path.open("wb") as output:
        write_export(output, lot)
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(path)], capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def let_loose(storm: Storm, senders: Sequence[Send]) -> list[threading.Thread]:
    """Start one thread for each sender."""
    threads = [
        threading.Thread(target=storm.bid, args=(send, seed), daemon=True)
        for seed, send in enumerate(senders)
    ]
    for thread in threads:
        thread.start()
    return threads
