"""What JavaScript seals Python opens, and the other way round; canonical bytes are the same in both."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qinglan.auctions.sealing import suite as python
from qinglan.kernel.events.canonical import LARGEST_NUMBER, encode
from tests.auctions.sealing.script import SCRIPTS, Suite, blank, suite

__all__ = ["suite"]
pytestmark = pytest.mark.browser
OPENERS = {place: python.key_pair() for place in (1, 2, 3)}
PUBLICS = [OPENERS[place][0] for place in (1, 2, 3)]
HEX = [public.hex() for public in PUBLICS]
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST_NUMBER, LARGEST_NUMBER) | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4),
    max_leaves=12,
)


def test_both_name_the_same_suite(suite: Suite) -> None:
    found = suite.run("return [q.NAME, q.PAIRS, q.SIZES, q.KEY_BYTES, q.NONCE_BYTES]")
    assert found == [
        python.NAME,
        [list(pair) for pair in python.PAIRS],
        list(python.SIZES),
        python.KEY_BYTES,
        python.NONCE_BYTES,
    ]


@given(values=st.lists(_VALUES, min_size=1, max_size=20))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_canonical_bytes_are_the_same(suite: Suite, values: list[Any]) -> None:
    # As JSON text, so that nothing of how values reach the page takes part.
    given_text = json.dumps(values)
    found = suite.run(
        "return JSON.parse(given.text).map((value) => q.hex(q.bytesOf(q.canonical(value))))", text=given_text
    )
    assert [bytes.fromhex(one) for one in found] == [encode(value) for value in values]


@pytest.mark.parametrize(
    "value", ["1.5", "9007199254740992", "NaN", '"\\ud800"', "undefined", "{a: () => 1}"]
)
def test_what_has_no_one_form_is_refused(suite: Suite, value: str) -> None:
    body = (
        f"try {{ q.canonical({value}); return 'taken' }} catch (error) {{ return error instanceof q.Broken }}"
    )
    assert suite.run(body) is True


@pytest.mark.parametrize(("first", "second"), python.PAIRS)
def test_python_opens_what_the_browser_sealed(suite: Suite, first: int, second: int) -> None:
    made = suite.run(
        """
        const key = q.random(32), nonce = q.random(32), bid = q.bytesOf(q.canonical({amount: 1234500, lot: "甲"}));
        const context = q.bytesOf("about");
        const wraps = q.wraps(key, given.publics.map(q.unhex));
        for (const pair in wraps) wraps[pair] = q.hex(wraps[pair]);
        const closed = q.encrypt(key, q.packed(bid, [q.bytesOf("file"), q.bytesOf("文件")]), context);
        return {wraps, closed: q.hex(closed), key: q.hex(key), commitment: q.commitment(nonce, bid), nonce: q.hex(nonce)}
        """,
        publics=HEX,
    )
    outer = bytes.fromhex(made["wraps"][python.name(first, second)])
    key = python.unseal(python.unseal(outer, *OPENERS[first]), *OPENERS[second])
    head, files = python.unpacked(python.decrypt(key, bytes.fromhex(made["closed"]), b"about"))
    assert (key.hex(), json.loads(head), files.decode()) == (
        made["key"],
        {"amount": 1234500, "lot": "甲"},
        "file文件",
    )
    assert python.commitment(bytes.fromhex(made["nonce"]), head) == made["commitment"]


@pytest.mark.parametrize(("first", "second"), python.PAIRS)
def test_the_browser_opens_what_python_sealed(suite: Suite, first: int, second: int) -> None:
    key = bytes(range(32))
    head = encode({"amount": 7, "text": "密"})
    found = suite.run(
        """
        const [first, second] = given.openers.map((pair) => pair.map(q.unhex));
        const key = q.unseal(q.unseal(q.unhex(given.outer), ...first), ...second);
        const [head, files] = q.unpacked(q.decrypt(key, q.unhex(given.closed), q.bytesOf("about")));
        return {key: q.hex(key), head: q.textOf(head), files: q.textOf(files), print: q.fingerprint(first[0]),
                commitment: q.commitment(new Uint8Array(32), head)};
        """,
        openers=[[part.hex() for part in OPENERS[place]] for place in (first, second)],
        outer=python.wraps(key, PUBLICS)[python.name(first, second)].hex(),
        closed=python.encrypt(key, python.packed(head, [b"f"]), b"about").hex(),
    )
    assert found == {
        "key": key.hex(),
        "head": head.decode(),
        "files": "f",
        "print": python.fingerprint(PUBLICS[first - 1]),
        "commitment": python.commitment(bytes(32), head),
    }


def test_the_browser_finds_what_was_changed(suite: Suite) -> None:
    key = bytes(range(32))
    closed = bytearray(python.encrypt(key, b"bid", b"about"))
    closed[60] ^= 1
    box = bytearray(python.seal(key, PUBLICS[0]))
    box[40] ^= 1
    tries = """
        const refused = (act) => { try { act(); return false } catch (error) { return error instanceof q.Broken } };
        const [key, closed, box, publicKey, secret] = given.parts.map(q.unhex);
        return [refused(() => q.decrypt(key, closed, q.bytesOf("about"))), refused(() => q.unseal(box, publicKey, secret))]
    """
    parts = [key.hex(), bytes(closed).hex(), bytes(box).hex(), *(part.hex() for part in OPENERS[1])]
    assert suite.run(tries, parts=parts) == [True, True]


def test_key_files_go_both_ways(suite: Suite) -> None:
    secret = OPENERS[2][1]
    lock = suite.run("return q.locked(q.unhex(given.secret), '口令 passphrase')", secret=secret.hex())
    assert python.unlocked(lock, "口令 passphrase") == secret
    body = "try { return q.hex(q.unlocked(given.lock, given.words)) } catch (error) { return 'refused' }"
    lock = dict(python.locked(secret, "口令 passphrase"))
    assert suite.run(body, lock=lock, words="口令 passphrase") == secret.hex()
    assert suite.run(body, lock=lock, words="wrong") == "refused"


def test_without_a_secure_context_or_a_library_the_suite_says_what_is_missing(browser: Any) -> None:
    plain = blank(browser, site="http://qinglan.test/")
    assert plain.evaluate("window.qinglanSuite.missing()") == "context"
    plain.close()
    bare = blank(browser, scripts=SCRIPTS[2:])
    assert bare.evaluate("window.qinglanSuite.missing()") == "library"
    bare.evaluate("Object.defineProperty(window, 'crypto', {value: {}})")
    assert bare.evaluate("window.qinglanSuite.missing()") == "random"
    bare.close()
