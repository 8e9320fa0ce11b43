"""The suite in Python: any two of three open, one can't; a changed byte is found."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qinglan.auctions.sealing import suite

OPENERS = {place: suite.key_pair() for place in (1, 2, 3)}
PUBLICS = [OPENERS[place][0] for place in (1, 2, 3)]
KEY = bytes(range(32))


@pytest.mark.parametrize(("first", "second"), suite.PAIRS)
def test_any_two_of_three_open(first: int, second: int) -> None:
    outer = suite.wraps(KEY, PUBLICS)[suite.name(first, second)]
    inner = suite.unseal(outer, *OPENERS[first])
    assert (len(outer), len(inner)) == (suite.OUTER_BYTES, suite.INNER_BYTES)
    assert suite.unseal(inner, *OPENERS[second]) == KEY


@pytest.mark.parametrize("alone", [1, 2, 3])
def test_one_opener_alone_gets_to_no_key(alone: int) -> None:
    reached = []
    for pair, outer in suite.wraps(KEY, PUBLICS).items():
        try:
            inner = suite.unseal(outer, *OPENERS[alone])
        except suite.Broken:
            continue
        reached.append(pair)
        with pytest.raises(suite.Broken):
            suite.unseal(inner, *OPENERS[alone])
    assert reached == [f"{alone}{other}" for other in (2, 3) if other > alone]


def test_three_openers_are_three() -> None:
    with pytest.raises(suite.Broken):
        suite.wraps(KEY, [PUBLICS[0], PUBLICS[0], PUBLICS[1]])
    with pytest.raises(suite.Broken):
        suite.wraps(KEY, PUBLICS[:2])
    with pytest.raises(suite.Broken):
        suite.wraps(KEY, [b"short", *PUBLICS[:2]])


@given(
    content=st.binary(max_size=400),
    context=st.binary(max_size=40),
    place=st.integers(0),
    flip=st.integers(1, 255),
)
@settings(max_examples=40, deadline=None)
def test_a_changed_byte_is_found(content: bytes, context: bytes, place: int, flip: int) -> None:
    closed = suite.encrypt(KEY, content, context)
    assert suite.decrypt(KEY, closed, context) == content
    changed = bytearray(closed)
    changed[place % len(closed)] ^= flip
    for key, body, about in [
        (KEY, bytes(changed), context),
        (KEY, closed, context + b"x"),
        (KEY[::-1], closed, context),
        (KEY, closed[:-1], context),
    ]:
        with pytest.raises(suite.Broken):
            suite.decrypt(key, body, about)


def test_a_changed_box_is_found() -> None:
    box = suite.seal(KEY, PUBLICS[0])
    for place in range(len(box)):
        changed = bytearray(box)
        changed[place] ^= 1
        with pytest.raises(suite.Broken):
            suite.unseal(bytes(changed), *OPENERS[1])


@given(content=st.binary(max_size=100), ends=st.sampled_from([b"", b"\0\0", b"\x80", b"\x80\0"]))
def test_what_was_filled_up_comes_out_as_it_was(content: bytes, ends: bytes) -> None:
    filled = suite.filled(content + ends)
    assert (len(filled), suite.emptied(filled)) == (suite.SIZES[0], content + ends)


@pytest.mark.parametrize(
    ("length", "size"), [(0, 0), (suite.SIZES[0] - 1, 0), (suite.SIZES[0], 1), (suite.SIZES[1], 2)]
)
def test_contents_of_one_size_class_are_equally_long(length: int, size: int) -> None:
    assert len(suite.filled(bytes(length))) == suite.SIZES[size]


def test_what_is_too_large_or_not_filled_up_is_refused() -> None:
    with pytest.raises(suite.Broken):
        suite.filled(bytes(suite.SIZES[-1]))
    for content in (b"", b"\0\0", b"abc"):
        with pytest.raises(suite.Broken):
            suite.emptied(content)


@given(head=st.binary(max_size=60), files=st.lists(st.binary(max_size=60), max_size=3))
def test_head_and_files_are_packed(head: bytes, files: list[bytes]) -> None:
    assert suite.unpacked(suite.packed(head, files)) == (head, b"".join(files))


@pytest.mark.parametrize("content", [b"", b"\0\0\0", b"\0\0\0\5abcd"])
def test_a_content_that_is_cut_off_is_refused(content: bytes) -> None:
    with pytest.raises(suite.Broken):
        suite.unpacked(content)


def test_a_key_under_a_passphrase() -> None:
    secret = OPENERS[1][1]
    lock = suite.locked(secret, "开标口令 2026")
    assert suite.unlocked(lock, "开标口令 2026") == secret
    for wrong in ({**lock, "box": "00" + str(lock["box"])[2:]}, {**lock, "memory": 1 << 40}, {}):
        with pytest.raises(suite.Broken):
            suite.unlocked(wrong, "开标口令 2026")
    with pytest.raises(suite.Broken):
        suite.unlocked(lock, "开标口令 2027")


def test_fingerprints_differ() -> None:
    prints = {suite.fingerprint(public) for public in PUBLICS}
    assert all(len(one) == 39 for one in prints)
    assert len(prints) == 3


def test_a_commitment_binds_nonce_and_bid() -> None:
    nonce = bytes(32)
    assert suite.commitment(nonce, b"{}") != suite.commitment(nonce, b"{ }")
    assert suite.commitment(nonce, b"{}") != suite.commitment(b"\1" + nonce[1:], b"{}")
    with pytest.raises(suite.Broken):
        suite.commitment(b"short", b"{}")
