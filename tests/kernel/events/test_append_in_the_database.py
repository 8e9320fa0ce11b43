"""What the database appends by itself is what Python would have appended."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qinglan.kernel.events.canonical import encode, moment_text
from qinglan.kernel.events.models import Event
from qinglan.kernel.events.verification import verify_stream

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30)
APPEND = "SELECT sequence, hash FROM events_append_sha256(%s, %s, %s, %s)"


def test_the_header_is_the_same_whatever_the_text(fresh_database):
    """Quotes, control characters, other planes: the hash is that of the Python twin."""
    with fresh_database.connect("owner") as owner:

        @given(who=TEXT, what=TEXT, number=st.integers(0, 2**53 - 1), text=TEXT)
        @settings(max_examples=150, deadline=None)
        def same(who: str, what: str, number: int, text: str) -> None:
            content = encode({"number": number, "text": text})
            sequence, own = owner.execute(APPEND, ["test:a", who, what, content]).fetchone()
            owner.commit()
            event = Event.objects.get(stream="test:a", sequence=sequence)
            assert bytes(event.hash) == own
            assert (event.actor, event.kind, bytes(event.payload)) == (who, what, content)

        same()
    assert verify_stream("test:a").fault == ""


def test_moments_are_written_alike(fresh_database):
    with fresh_database.connect("owner") as owner:
        for text in ("2026-01-05 00:00:00Z", "2026-12-31 23:59:59.000004+08", "1999-02-03 04:05:06.7-11"):
            moment, written = owner.execute(
                "SELECT %s::timestamptz, events_moment_text(%s::timestamptz)", [text, text]
            ).fetchone()
            assert written == moment_text(moment)


def test_the_application_may_not_append_by_it(fresh_database):
    import psycopg

    with fresh_database.connect("app") as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(APPEND, ["test:a", "x", "y", b"{}"])
