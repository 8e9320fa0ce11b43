"""Appending: what stands in the chain, and what is refused."""

import hashlib
import json
from datetime import UTC, datetime

import pytest
from django.db import transaction

from qinglan.kernel import events
from qinglan.kernel.events.algorithms import digest_with
from qinglan.kernel.events.models import Event, Head, Personal
from qinglan.kernel.events.verification import Finding, verify_stream
from tests.kernel.events.log import add, exported, run_script


@pytest.mark.django_db
def test_each_event_holds_the_hash_of_the_one_before():
    before = datetime.now(UTC)
    add(3)
    rows = list(Event.objects.filter(stream="test:a").order_by("sequence"))
    assert [(r.sequence, r.actor, r.kind, r.algorithm) for r in rows] == [
        (n, "user:7", "tests.happened", "sha-256") for n in (1, 2, 3)
    ]
    assert [bytes(r.previous) for r in rows] == [b"", bytes(rows[0].hash), bytes(rows[1].hash)]
    for row in rows:
        header = {
            "actor": "user:7",
            "algorithm": "sha-256",
            "format": "qinglan-event/1",
            "kind": "tests.happened",
            "payload": hashlib.sha256(bytes(row.payload)).hexdigest(),
            "previous": bytes(row.previous).hex(),
            "sequence": row.sequence,
            "stream": "test:a",
            "time": row.time.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        }
        text = json.dumps(header, ensure_ascii=False, separators=(",", ":"))
        assert hashlib.sha256(text.encode()).digest() == bytes(row.hash)
        assert before < row.time < datetime.now(UTC)
    head = Head.objects.get(stream="test:a")
    assert (head.sequence, bytes(head.hash), head.moved_at) == (3, bytes(rows[2].hash), rows[2].time)


@pytest.mark.django_db
def test_several_events_are_appended_under_one_lock():
    with transaction.atomic():
        done = events.append_all(
            stream="test:many",
            entries=[events.Entry("tests.happened", {"n": n}) for n in range(300)],
            actor="system",
        )
    assert [one.sequence for one in done] == list(range(1, 301))
    assert len({one.time for one in done}) == 1
    assert verify_stream("test:many") == Finding("test:many", checked=300, last_hash=done[-1].hash)
    with transaction.atomic():
        assert events.append_all(stream="test:many", entries=[], actor="system") == []


@pytest.mark.django_db(transaction=True)
def test_an_event_stands_and_falls_with_its_transaction():
    with pytest.raises(events.OutsideTransaction):
        events.append(stream="test:a", kind="tests.happened", payload={}, actor="system")
    transaction.set_autocommit(False)
    with transaction.atomic():
        events.append(stream="test:a", kind="tests.happened", payload={}, actor="system")
    transaction.rollback()
    transaction.set_autocommit(True)
    add()
    assert list(Event.objects.values_list("stream", "sequence")) == [("test:a", 1)]
    with transaction.atomic():
        try:
            with transaction.atomic():
                add(5)
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass
        add()
    assert list(Event.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2]
    assert verify_stream("test:a").sound


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"kind": "tests.unheard-of"}, events.UnknownKind),
        ({"stream": "nobody:a"}, events.BadStreamName),
        ({"stream": "test:a b"}, events.BadStreamName),
        ({"stream": "test:" + "a" * 151}, events.BadStreamName),
        ({"stream": "test:"}, events.BadStreamName),
        ({"payload": {"price": 1.5}}, events.NotCanonical),
        ({"payload": {"personal": {}}}, events.NotCanonical),
        ({"payload": {"long": "长" * 90_000}}, events.NotCanonical),
        ({"personal": {"weight": 70.5}}, events.NotCanonical),
        ({"actor": object()}, ValueError),
    ],
)
def test_what_can_not_be_appended(change, error):
    whole = {"stream": "test:a", "kind": "tests.happened", "payload": {}, "actor": "system", **change}
    with pytest.raises(error), transaction.atomic():
        events.append(**whole)
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_accounts_stand_as_keys(officer):
    from qinglan.parties.domain.account import system_user

    for actor in (officer, system_user()):
        events.append(stream="test:who", kind="tests.happened", payload={}, actor=actor)
    told = Event.objects.filter(stream="test:who").order_by("sequence")
    assert list(told.values_list("actor", flat=True)) == [
        f"user:{officer.pk}",
        "system",
    ]


needs_sm3 = pytest.mark.skipif("sm3" not in hashlib.algorithms_available, reason="this Python offers no SM3")


@needs_sm3
def test_sm3_is_that_of_the_standard():
    """Example 1 of GB/T 32905-2016, appendix A."""
    expected = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert digest_with("sm3")(b"abc").hex() == expected


@needs_sm3
@pytest.mark.django_db
def test_the_script_checks_a_stream_that_went_over_to_sm3(monkeypatch, tmp_path):
    add()
    monkeypatch.setenv("QINGLAN_EVENTS_HASH", "sm3")
    add(2)
    path = tmp_path / "events.jsonl"
    path.write_bytes(exported(with_personal=True))
    assert run_script(path)[0] == 0
    assert path.read_bytes().count(b"sm3") == 2
    path.write_bytes(path.read_bytes().replace(b"sm3", b"sha-256", 1))
    status, output = run_script(path)
    assert (status, "event 2" in output) == (1, True), output


@needs_sm3
@pytest.mark.django_db
def test_sm3_can_follow_sha_256(monkeypatch):
    add()
    monkeypatch.setenv("QINGLAN_EVENTS_HASH", "sm3")
    last = add()
    assert list(Event.objects.order_by("sequence").values_list("algorithm", flat=True)) == ["sha-256", "sm3"]
    assert verify_stream("test:a") == Finding("test:a", checked=2, personal=2, last_hash=last.hash)
    monkeypatch.setenv("QINGLAN_EVENTS_HASH", "md5")
    with pytest.raises(ValueError, match="QINGLAN_EVENTS_HASH: the hash algorithm 'md5' is not offered here"):
        add()


@pytest.mark.django_db
def test_personal_data_is_not_in_the_chain():
    add()
    event = Event.objects.get()
    assert "张三" not in bytes(event.payload).decode()
    row = Personal.objects.get()
    assert (row.field, row.subject, bytes(row.value)) == ("name", "user:9", '"张三"'.encode())
    digest = hashlib.sha256(bytes(row.salt) + bytes(row.value)).hexdigest()
    assert json.loads(bytes(event.payload)) == {"what": "绿色", "personal": {"name": digest}}
