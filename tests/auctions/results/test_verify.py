"""An export of a lot is checked by the script that imports nothing of Qinglan; a byte changed is found."""

import hashlib
import io
import json
import random
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from qinglan.auctions.domain.result import determine
from qinglan.auctions.models import Lot, LotMode
from qinglan.auctions.verifying.export import SCRIPT
from qinglan.kernel.events.canonical import encode
from tests.auctions import made
from tests.auctions.results.disclosed import disclosed, say
from tests.auctions.results.opened import opened
from tests.auctions.sealing.made import home

__all__ = ["home"]
pytestmark = pytest.mark.django_db
OPENS, ENDS = "2026-03-02T01:00:00.000000Z", "2026-03-02T02:00:00.000000Z"


@pytest.fixture
def who() -> dict[str, Any]:
    return made.auction()


def bid(lot: Lot, n: int, bidder: int, amount: int, at: str, closes: str = ENDS, kind: str = "own") -> None:
    said = {"bid": n, "bidder": bidder, "amount": amount, "at": at, "closes": closes, "kind": kind, "key": ""}
    say(lot, "auctions.bid", said)


def english(who: dict[str, Any]) -> Lot:
    """Three bids, the last one in the soft close."""
    lot = disclosed(who, step_seconds=None, soft_close_seconds=60, extend_seconds=120)
    for place in (0, 1):
        made.bidder(who, lot, place)
        say(lot, "auctions.bidder-qualified", {"bidder": 101 + place, "who": ""})
    say(lot, "auctions.bidding-opened", {"price": 100_000_00, "opens": OPENS, "closes": ENDS})
    bid(lot, 1, 101, 100_000_00, "2026-03-02T01:10:00.000000Z")
    bid(lot, 2, 102, 101_000_00, "2026-03-02T01:20:00.000000Z")
    late = "2026-03-02T02:01:30.000000Z"
    bid(lot, 3, 101, 105_000_00, "2026-03-02T01:59:30.000000Z", late)
    say(lot, "auctions.bidding-closed", {"closed_at": late, "bids": 3, "best": 105_000_00})
    determine(acting_user=who["auctioneer"], lot=lot)
    return lot


def exported(lot: Lot) -> bytes:
    response = Client().get(f"/auctions/{lot.number}/export.zip")
    assert response.status_code == 200
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def checked(content: bytes, folder: Path) -> tuple[int, str]:
    """What the script says of an archive, run by a bare Python in a folder of its own."""
    path = folder / "export.zip"
    path.write_bytes(content)
    ran = subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT), str(path)],
        capture_output=True, text=True, check=False, cwd=folder, timeout=60,
    )  # fmt: skip
    return ran.returncode, ran.stdout


def with_lines(content: bytes, change: Any) -> bytes:
    """The archive with `change` made to the bytes of lot.jsonl."""
    found = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(found, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            after.writestr(name, change(part) if name == "lot.jsonl" else part)
    return found.getvalue()


def rechained(content: bytes, change: Any) -> bytes:
    """The archive of somebody who may write the chain anew: `change` gets every `(kind, payload)`."""

    def forge(lines: bytes) -> bytes:
        rows = [json.loads(line) for line in lines.splitlines()]
        previous, out = "", [encode(rows[0])]
        for row in rows[1:-1]:
            header, payload = json.loads(row["header"]), json.loads(row["payload"])
            said = encode(change(header["kind"], payload) or payload)
            header |= {"payload": hashlib.sha256(said).hexdigest(), "previous": previous}
            raw = encode(header)
            previous = hashlib.sha256(raw).hexdigest()
            out.append(
                encode({"hash": previous, "header": raw.decode(), "line": "event", "payload": said.decode()})
            )
        whole = hashlib.sha256(b"".join(line + b"\n" for line in out)).hexdigest()
        return b"\n".join([*out, encode({"digest": whole, "line": "end", "lines": len(rows)}), b""])

    return with_lines(content, forge)


def test_a_sound_lot_is_found_sound(who: dict[str, Any], tmp_path: Path) -> None:
    lot = english(who)
    status, words = checked(exported(lot), tmp_path)
    assert (status, words.splitlines()) == (
        0,
        [
            "Sound: lot 2026-0001, 3 bids, 0 envelopes.",
            f"Result 1: 101 {who['firms'][0].name} at 10500000 fen",
        ],
    )


def test_a_byte_changed_anywhere_is_found(who: dict[str, Any], tmp_path: Path) -> None:
    content = exported(english(who))
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        size = len(pack.read("lot.jsonl"))
    chance = random.Random(7)  # noqa: S311 - the same places in every run
    sys.path.insert(0, str(SCRIPT.parent))
    import verify_auction  # type: ignore[import-not-found]

    try:
        for place in chance.sample(range(size), 150):
            path = tmp_path / "changed.zip"

            def change(part: bytes, place: int = place) -> bytes:
                return part[:place] + bytes([part[place] ^ 1]) + part[place + 1 :]

            path.write_bytes(with_lines(content, change))
            assert verify_auction.main([str(path)]) == 1, place
    finally:
        sys.path.remove(str(SCRIPT.parent))


def _bid(number: int, **changes: Any) -> Any:
    def change(kind: str, payload: dict[str, Any]) -> Any:
        return {**payload, **changes} if kind == "auctions.bid" and payload["bid"] == number else None

    return change


def _result(**changes: Any) -> Any:
    return lambda kind, payload: {**payload, **changes} if kind == "auctions.result" else None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_bid(2, at="2026-03-02T00:59:59.000000Z"), "not within the time for bids"),
        (_bid(3, at="2026-03-02T02:00:00.000000Z"), "not within the time for bids"),
        (_bid(3, closes=ENDS), "the end after it should be"),
        (_bid(2, amount=100_500_00), "not a whole number of steps"),
        (_bid(2, amount=100_000_00), "worse than the least bid"),
        (_bid(2, bidder=103), "was not admitted"),
        (_bid(2, bidder=101), "led already"),
        (_bid(3, bid=4), "not counted one by one"),
        (_result(winner="102"), "winner should be '101'"),
        (_result(price=104_000_00), "price should be 10500000"),
        (_result(ranking=[]), "ranking should be"),
        (
            lambda kind, payload: {**payload, "bids": 2} if kind == "auctions.bidding-closed" else None,
            "it counts 2 bids",
        ),
    ],
)
def test_who_writes_the_chain_anew_is_found_by_the_rules(
    who: dict[str, Any], tmp_path: Path, change: Any, words: str
) -> None:
    content = exported(english(who))
    assert checked(rechained(content, lambda kind, payload: None), tmp_path)[0] == 0
    status, said = checked(rechained(content, change), tmp_path)
    assert (status, words in said) == (1, True), said


def test_a_reserve_is_checked_against_its_commitment(who: dict[str, Any], tmp_path: Path) -> None:
    nonce = "ab" * 32
    promised = hashlib.sha256(bytes.fromhex(nonce) + b"20000000").hexdigest()
    lot = disclosed(
        who, reserve=200_000_00, reserve_nonce=nonce, promised={"reserve": {"commitment": promised}},
        soft_close_seconds=0, extend_seconds=0,
    )  # fmt: skip
    made.bidder(who, lot)
    say(lot, "auctions.bidding-opened", {"price": 100_000_00, "opens": OPENS, "closes": ENDS})
    bid(lot, 1, 101, 150_000_00, "2026-03-02T01:10:00.000000Z")
    determine(acting_user=who["auctioneer"], lot=lot)
    content = exported(lot)
    assert checked(content, tmp_path)[0] == 0

    def lower(kind: str, payload: dict[str, Any]) -> Any:
        return {**payload, "reserve": 100_000_00} if kind == "auctions.reserve-revealed" else None

    status, said = checked(rechained(content, lower), tmp_path)
    assert (status, "not the reserve price that was fixed before" in said) == (1, True)


def test_a_selection_is_reckoned_alike(who: dict[str, Any], tmp_path: Path) -> None:
    lot = opened(who, (200_00, 300_00, 250_00))
    points = {str(101 + place): {"2": [4000 + 500 * place, 4100, 3999]} for place in range(3)}
    say(lot, "auctions.scores-fixed", {"points": points})
    result = determine(acting_user=who["auctioneer"], lot=lot)
    assert (result.winner, [row["points"] for row in result.ranking]) == ("101", [8033, 7566, 6867])
    status, words = checked(exported(lot), tmp_path)
    assert (status, words.splitlines()[0]) == (0, "Sound: lot 2026-0001, 3 bids, 3 envelopes.")


def _envelope(place: int, **changes: Any) -> Any:
    def change(kind: str, payload: dict[str, Any]) -> Any:
        if kind != "auctions.envelopes-opened":
            return None
        rows = list(payload["envelopes"])
        rows[place] = {**rows[place], **changes}
        return {**payload, "envelopes": rows}

    return change


def _cheaper(kind: str, payload: dict[str, Any]) -> Any:
    if kind != "auctions.envelopes-opened":
        return None
    first, *others = payload["envelopes"]
    return {**payload, "envelopes": [{**first, "bid": {**first["bid"], "amount": 1}}, *others]}


def _left_out(kind: str, payload: dict[str, Any]) -> Any:
    return {**payload, "envelopes": payload["envelopes"][1:]} if kind == "auctions.envelopes-opened" else None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_cheaper, "bid and nonce are not what was committed to"),
        (_envelope(0, nonce="00" * 32), "bid and nonce are not what was committed to"),
        (_envelope(0, commitment="00" * 32), "another commitment than before"),
        (_envelope(0, salt="00" * 32), "it was sent in for another lot"),
        (_envelope(1, state="withdrawn"), "its own chain says otherwise"),
        (_envelope(1, received_at="2026-01-01T00:00:00.000000Z"), "another time than before"),
        (_left_out, "were never opened"),
    ],
)
def test_an_envelope_forged_is_found(who: dict[str, Any], tmp_path: Path, change: Any, words: str) -> None:
    lot = opened(who, (200_00, 300_00), mode=LotMode.SEALED_FIRST, criteria=())
    result = determine(acting_user=who["auctioneer"], lot=lot)
    assert (result.winner, result.organisation, result.price) == ("101", who["firms"][0], 200_00)
    content = exported(lot)
    assert checked(content, tmp_path)[0] == 0
    status, said = checked(rechained(content, change), tmp_path)
    assert (status, words in said) == (1, True), said


@pytest.mark.parametrize("call", [[], ["--help"], ["no-such-file.zip"]])
def test_a_wrong_call_is_told_apart(call: list[str], tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), *call], capture_output=True, check=False, cwd=tmp_path, timeout=60
    )
    assert ran.returncode == 2


def test_the_script_is_offered_and_imports_nothing_of_qinglan() -> None:
    content = Client().get("/auctions/verify_auction.py").content
    assert content == SCRIPT.read_bytes()
    imports = {line for line in content.decode().splitlines() if line.startswith(("import ", "from "))}
    assert imports == {
        "import hashlib", "import json", "import sys", "import zipfile",
        "from datetime import datetime, timedelta",
    }  # fmt: skip
