"""Nobody below a superuser changes an event, a head or an anchor; what a superuser does is found."""

import psycopg
import pytest

from qinglan.kernel.events.domain.anchor import make_anchor
from qinglan.kernel.events.verification import verify_all, verify_anchors, verify_stream
from tests.kernel.events.log import TAMPER, add
from tests.support import server
from tests.support.databases import is_shared_server_external

CHANGES = [
    f"{verb} {rest}"
    for table in ("events_event", "events_head", "events_anchor", "events_anchored")
    for verb, rest in (
        ("UPDATE", f"{table} SET {'number' if table == 'events_anchor' else 'sequence'} = 9"),
        ("DELETE FROM", table),
        ("TRUNCATE", f"{table} CASCADE"),
    )
] + ["UPDATE events_personal SET value = '1'", "TRUNCATE events_personal"]


@pytest.fixture
def filled(fresh_database):
    add(3)
    make_anchor()
    return fresh_database


@pytest.mark.parametrize("role", ["app", "owner"])
def test_grants_and_triggers_refuse(filled, role):
    for statement in CHANGES:
        with filled.connect(role) as connection, pytest.raises(psycopg.Error) as caught:
            connection.execute(statement)
        assert (
            "permission denied" in str(caught.value)
            or "refused" in str(caught.value)
            or ("moves by one event" in str(caught.value))
        ), statement
    assert [finding.sound for finding in verify_all()] == [True]


def test_the_application_appends_only_what_follows(filled):
    insert = (
        "INSERT INTO events_event SELECT stream, {0}, time, actor, kind, payload, {1}, hash, algorithm"
        " FROM events_event WHERE sequence = 3"
    )
    for sequence, previous in (("5", "hash"), ("4", "previous"), ("3", "previous")):
        with (
            filled.connect() as connection,
            pytest.raises(psycopg.IntegrityError, match="does not follow its head"),
        ):
            connection.execute(insert.format(sequence, previous))


def test_the_reader_sees_no_personal_data(filled):
    with filled.connect("reader") as connection:
        assert connection.execute("SELECT count(*) FROM events_event").fetchone() == (3,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT * FROM events_personal")


@pytest.mark.skipif(is_shared_server_external(), reason="needs a superuser")
@pytest.mark.parametrize(
    ("statement", "at", "fault"),
    [
        ("UPDATE events_event SET payload = '{}' WHERE sequence = 2", 2, "its hash does not fit its content"),
        ("UPDATE events_event SET payload = '{ }' WHERE sequence = 2", 2, "the payload is not in canonical form"),
        ("UPDATE events_event SET actor = 'user:8' WHERE sequence = 1", 1, "its hash does not fit its content"),
        ("UPDATE events_event SET time = time + interval '1 microsecond' WHERE sequence = 3", 3,
         "its hash does not fit its content"),
        ("UPDATE events_event SET hash = sha256('') WHERE sequence = 2", 2, "its hash does not fit its content"),
        ("DELETE FROM events_event WHERE sequence = 2", 2, "event 2 is missing"),
        ("DELETE FROM events_event WHERE sequence = 3", 3, "a signed anchor holds event 3, which is not there"),
        ("DELETE FROM events_event", 3, "a signed anchor holds event 3, which is not there"),
        ("UPDATE events_head SET sequence = 4", 4, "the stream's head says 4 events, 3 are there"),
        ("UPDATE events_personal SET value = '1' WHERE sequence = 2", 2,
         "the personal data 'name' does not fit its digest"),
        ("UPDATE events_anchored SET hash = sha256('')", 3, "a signed anchor holds another hash for it"),
    ],
)  # fmt: skip
def test_what_a_superuser_changes_is_found(filled, statement, at, fault):
    with server.connect_as_superuser(server.home(), filled.name) as connection:
        connection.execute(TAMPER)
        connection.execute(statement)
    finding = verify_stream("test:a")
    assert (finding.sound, finding.fault_at, finding.fault) == (False, at, fault)


@pytest.mark.skipif(is_shared_server_external(), reason="needs a superuser")
@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE events_anchor SET document = document || ' '",
         "anchor 1: the signature does not fit the document"),
        ("UPDATE events_anchored SET sequence = 2", "anchor 1: the heads do not fit its root"),
        ("UPDATE events_anchor SET number = 2 ; UPDATE events_anchored SET anchor_id = 2", "anchor 1 is missing"),
    ],
)  # fmt: skip
def test_a_changed_anchor_is_found(filled, statement, fault):
    assert verify_anchors() == (1, "")
    with server.connect_as_superuser(server.home(), filled.name) as connection:
        connection.execute(TAMPER)
        connection.execute(statement)
    assert verify_anchors() == (0, fault)
