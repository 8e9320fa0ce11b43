"""Anchors: the tree, one a day, at once, over what moved; the key."""

import json
import threading
from hashlib import sha256

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from qinglan.kernel.events import keys, merkle
from qinglan.kernel.events.domain.anchor import make_anchor
from qinglan.kernel.events.models import Anchor, Anchored
from qinglan.kernel.events.verification import verify_anchors, verify_stream
from tests.kernel.events.log import add, script
from tests.support import server
from tests.support.databases import is_shared_server_external

VERIFIER = script()


@given(st.integers(1, 40), st.data())
def test_every_proof_leads_to_the_root_and_no_other(count, data):
    contents = [bytes([number]) for number in range(count)]
    tree = merkle.levels([merkle.leaf_hash(content) for content in contents])
    place = data.draw(st.integers(0, count - 1))
    path = merkle.proof(tree, place)
    root = merkle.root(tree)
    leaf = merkle.leaf_hash(contents[place])
    assert merkle.root_by_proof(leaf, place, count, path) == root
    steps = [step.hex() for step in path]
    assert VERIFIER.root_by_proof(contents[place], place, count, steps) == root.hex()
    assert VERIFIER.root_by_proof(b"other", place, count, steps) != root.hex()
    assert merkle.root_by_proof(leaf, place, count, [*path, root]) is None
    assert merkle.root_by_proof(leaf, count, count, path) is None


def test_roots_by_rfc_6962():
    assert merkle.root(merkle.levels([])) == sha256(b"").digest()
    one, two, three = (merkle.leaf_hash(content) for content in (b"1", b"2", b"3"))
    assert merkle.root(merkle.levels([one])) == one
    assert merkle.root(merkle.levels([one, two, three])) == merkle.node_hash(
        merkle.node_hash(one, two), three
    )


@pytest.mark.django_db
def test_the_document_of_an_anchor():
    last = add(2)
    anchor, new = make_anchor()
    leaf = {"hash": last.hash.hex(), "sequence": 2, "stream": "test:a"}
    content = json.dumps(leaf, separators=(",", ":")).encode()
    assert json.loads(anchor.document) == {
        "day": anchor.day.isoformat(),
        "format": "qinglan-anchor/1",
        "heads": 1,
        "key": keys.public_bytes(keys.signing_key()).hex(),
        "made_at": anchor.made_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "number": 1,
        "previous": "",
        "root": sha256(b"\0" + content).hexdigest(),
        "signature": "ed25519",
        "site": "绿色技术创新综合服务平台",
        "streams": 1,
        "tree": "rfc6962-sha256",
    }
    assert new is True
    assert make_anchor() == (anchor, False)
    assert verify_anchors() == (1, "")


@pytest.mark.skipif(is_shared_server_external(), reason="needs a superuser")
def test_the_next_day_holds_what_moved_and_follows_the_day_before(fresh_database):
    add(2, "test:a")
    add(1, "test:b")
    first, _new = make_anchor()
    with server.connect_as_superuser(server.home(), fresh_database.name) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("UPDATE events_anchor SET day = day - 1")
    add(1, "test:b")
    second, new = make_anchor()
    assert new is True
    document = json.loads(bytes(Anchor.objects.get(number=2).document))
    assert (document["number"], document["heads"], document["streams"], document["previous"]) == (
        2,
        1,
        2,
        sha256(first.document).hexdigest(),
    )
    assert list(Anchored.objects.filter(anchor=second).values_list("stream", "sequence")) == [("test:b", 2)]
    assert verify_anchors() == (2, "")
    assert [verify_stream(name).anchored_up_to for name in ("test:a", "test:b")] == [2, 2]


def test_two_anchors_at_once_give_one(fresh_database):
    add(3)
    barrier, made = threading.Barrier(4), []

    def run() -> None:
        barrier.wait()
        anchor, new = make_anchor()
        made.append((anchor.number, new))
        connection.close()

    threads = [threading.Thread(target=run) for _index in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [(1, False), (1, False), (1, False), (1, True)]
    assert Anchor.objects.count() == 1


@pytest.mark.django_db
def test_a_day_without_events_is_anchored_too():
    anchor, _new = make_anchor()
    document = json.loads(anchor.document)
    assert (document["heads"], document["root"]) == (0, sha256(b"").hexdigest())
    assert verify_anchors() == (1, "")


def test_the_key_is_made_once_and_for_its_owner_alone(settings, tmp_path):
    settings.HOME = tmp_path
    barrier, found = threading.Barrier(6), []

    def run() -> None:
        barrier.wait()
        found.append(keys.public_bytes(keys.signing_key()))

    threads = [threading.Thread(target=run) for _index in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len(set(found)) == 1
    files = list((tmp_path / "keys").iterdir())
    assert [(file.name, file.stat().st_mode & 0o777) for file in files] == [("anchor-ed25519.pem", 0o600)]
