"""The command-line sealer: what it makes is taken, and what openers do with it opens what browsers sealed."""

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from qinglan.auctions.domain.envelope import put_in_envelope
from qinglan.auctions.domain.opening import begin_opening, give_boxes
from qinglan.auctions.sealing import boxes, suite
from qinglan.auctions.sealing.boxes import Given
from qinglan.auctions.sealing.sent import read
from qinglan.kernel.events.canonical import LARGEST_NUMBER, encode
from tests.auctions.sealing import made
from tests.auctions.sealing.made import home
from tests.auctions.sealing.test_opening import results

__all__ = ["home"]
SCRIPT = Path(__file__).resolve().parents[3] / "tools" / "seal_bid.py"
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST_NUMBER, LARGEST_NUMBER) | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4),
    max_leaves=12,
)


def loaded() -> Any:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("seal_bid", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TOOL = loaded()


@given(value=_VALUES)
@settings(max_examples=100, deadline=None)
def test_canonical_bytes_are_those_of_the_server(value: Any) -> None:
    assert TOOL.canonical(value) == encode(value)


@pytest.mark.parametrize(
    ("typed", "fen"), [("1", 100), ("1,250,000.00", 125_000_000), ("0.5", 50), ("0.05", 5)]
)
def test_amounts(typed: str, fen: int) -> None:
    assert TOOL.fen(typed) == fen


@pytest.mark.parametrize("typed", ["", "0", "1.234", "-1", "1e3", "1.x", "NaN"])
def test_what_is_no_amount(typed: str) -> None:
    with pytest.raises(TOOL.Wrong):
        TOOL.fen(typed)


def test_it_imports_nothing_of_qinglan() -> None:
    source = SCRIPT.read_text(encoding="utf-8")
    assert "import qinglan" not in source
    assert "from qinglan" not in source


@pytest.mark.django_db
def test_a_bid_from_the_command_line_to_the_opening(tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    who = made.sealed_lot()
    lot, firm = who["lot"], who["firms"][0]
    answer = Client().get(reverse("auctions:opener-keys", args=[lot.number]))
    keys, out, plan = tmp_path / "keys.json", tmp_path / "mine", tmp_path / "plan.txt"
    keys.write_bytes(answer.content)
    plan.write_text("方案（演示）", encoding="utf-8")
    assert TOOL.main(["openers", str(keys)]) == 0
    assert suite.fingerprint(who["pairs"][2][0]) in capsys.readouterr().out
    words = ["--code", firm.code, "--name", firm.name, "--amount", "1,250,000.00", "--file", str(plan)]
    assert TOOL.main(["seal", str(keys), *words, "--out", str(out)]) == 0
    assert TOOL.main(["seal", str(keys), *words, "--out", str(out)]) == 1  # never over another file
    own = Path(f"{out}.own.json")
    assert (own.stat().st_mode & 0o777) == 0o600
    receipt = put_in_envelope(
        acting_user=who["bidders"][0],
        lot=lot,
        organisation=firm,
        sent=read(Path(f"{out}.envelope.json").read_text(encoding="utf-8")),
    )
    given_receipt = tmp_path / "receipt.json"
    given_receipt.write_text(json.dumps(receipt.told()), encoding="utf-8")
    assert TOOL.main(["receipt", str(own), str(given_receipt)]) == 0
    assert TOOL.main(["check", str(own)]) == 0
    made.put_in(who, 1, 90_000_00)

    monkeypatch.setattr(TOOL.getpass, "getpass", lambda prompt: "开标口令 long enough")
    opening = begin_opening(acting_user=who["auctioneer"], lot=made.past_the_deadline(who))
    for place in (2, 3):
        row = who["rows"][place - 1]
        key_file, shown, given_file = (
            tmp_path / f"{kind}-{place}.json" for kind in ("key", "shown", "given")
        )
        key_file.write_text(
            json.dumps(
                {
                    "format": "qinglan-opener-key/1",
                    "lock": suite.locked(who["pairs"][place][1], "开标口令 long enough"),
                    "lot": lot.number,
                    "place": place,
                    "public_key": who["pairs"][place][0].hex(),
                    "suite": suite.NAME,
                }
            ),
            encoding="utf-8",
        )
        shown.write_text(json.dumps(boxes.shown(opening, row)), encoding="utf-8")
        assert TOOL.main(["unwrap", str(key_file), str(shown), "--out", str(given_file)]) == 0
        read_again = Given.read(json.loads(given_file.read_text(encoding="utf-8")))
        give_boxes(acting_user=row.person, opening=opening, given=read_again)
    assert results(opening) == [("kept", "", 1, 125_000_000), ("kept", "", 2, 90_000_00)]


def test_a_changed_file_is_found(tmp_path: Path) -> None:
    own = tmp_path / "own.json"
    document = {
        "bid": '{"amount":1}', "commitment": suite.commitment(bytes(32), b'{"amount":1}'), "format": "qinglan-own/1",
        "nonce": "00" * 32, "receipt": None,
    }  # fmt: skip
    own.write_text(json.dumps(document), encoding="utf-8")
    assert TOOL.main(["check", str(own)]) == 0
    own.write_text(json.dumps({**document, "bid": '{"amount":2}'}), encoding="utf-8")
    assert TOOL.main(["check", str(own)]) == 1
    own.write_text("{}", encoding="utf-8")
    assert TOOL.main(["check", str(own)]) == 1


def test_an_opener_makes_his_key_there_too(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(TOOL.getpass, "getpass", lambda prompt: "开标口令 long enough")
    out = tmp_path / "key.json"
    assert TOOL.main(["key", "--lot", "2026-0001", "--place", "1", "--out", str(out)]) == 0
    held = json.loads(out.read_text(encoding="utf-8"))
    secret = suite.unlocked(held["lock"], "开标口令 long enough")
    box = suite.seal(b"x", bytes.fromhex(held["public_key"]))
    assert suite.unseal(box, bytes.fromhex(held["public_key"]), secret) == b"x"
