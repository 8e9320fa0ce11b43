"""Pages of streams and anchors: who sees what, soundness, exports, the script."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qinglan.kernel.events.domain.anchor import make_anchor
from qinglan.kernel.events.domain.personal_data import erase_personal
from qinglan.kernel.events.export import SCRIPT
from qinglan.kernel.events.models import Head
from qinglan.kernel.events.queries import visible_heads
from qinglan.kernel.permissions import answer
from tests.kernel.events.log import add, run_script

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(client):
    client.cookies["qinglan_language"] = "en"


def test_lists_and_single_streams_agree_on_who_may_see(officer, django_user_model):
    from django.contrib.auth.models import AnonymousUser

    add(1, "test:a")
    add(1, "open:b")
    stranger = django_user_model.objects.create_user("stranger")
    for user in (officer, stranger, AnonymousUser()):
        listed = {head.stream for head in visible_heads(user)}
        single = {head.stream for head in Head.objects.all() if answer(user, "events.view", head.stream)}
        assert listed == single
    assert {head.stream for head in visible_heads(stranger)} == {"open:b"}
    assert {head.stream for head in visible_heads(officer)} == {"open:b", "test:a"}


def test_an_officer_reads_a_stream(client, officer):
    client.force_login(officer)
    add(3)
    erase_personal(acting_user=officer, stream="test:a", sequence=2, basis="申请 12")
    text = client.get("/events/test:a/").content.decode()
    assert "All 4 events were checked just now" in text
    assert text.count("张三") == 2
    assert "<dd>erased</dd>" in text
    assert text.index('id="event-4"') < text.index('id="event-1"')


def test_a_reader_of_an_open_stream_sees_no_personal_data(client):
    add(1, "open:b")
    text = client.get("/events/open:b/").content.decode()
    assert "张三" not in text
    assert "<dd>not shown</dd>" in text
    assert client.get("/events/test:a/").status_code == 403
    assert client.get("/events/open:none/").status_code == 404
    assert client.get("/events/nobody:x/").status_code == 403


@pytest.mark.parametrize("page", ["", "?page=2", "?page=99", "?page=x", "?page=-1"])
def test_pages_of_a_long_stream(client, page):
    add(60, "open:b")
    text = client.get(f"/events/open:b/{page}").content.decode()
    newest, oldest = ('id="event-60"' in text), ('id="event-1"' in text)
    assert (newest, oldest) == ((False, True) if page in ("?page=2", "?page=99") else (True, False))


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(client, officer, count):
    client.force_login(officer)
    add(count)
    client.get("/events/test:a/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/events/test:a/")
    with CaptureQueriesContext(connection) as list_queries:
        client.get("/events/")
    assert (len(queries), len(list_queries)) == (15, 8)


def test_exports_are_sound_and_without_personal_data(client, tmp_path):
    add(2, "open:b")
    make_anchor()
    for form in ("jsonl", "zip"):
        response = client.get(f"/events/open:b/export.{form}")
        assert response["Content-Disposition"] == f'attachment; filename="open-b.{form}"'
        path = tmp_path / f"x.{form}"
        path.write_bytes(response.content)
        status, output = run_script(path)
        assert (status, output.splitlines()[-1]) == (
            0,
            "Personal data erased or withheld: 2 values; given and fitting: 0.",
        )
    assert client.get("/events/open:b/export.pdf").status_code == 404
    assert client.get("/events/test:a/export.zip").status_code == 403
    assert client.get("/events/verify_events.py").content == SCRIPT.read_bytes()


def test_a_very_long_stream_is_left_to_the_command(client, monkeypatch):
    from qinglan.kernel.events.views import stream

    monkeypatch.setattr(stream, "LONGEST", 2)
    add(3, "open:b")
    text = client.get("/events/open:b/?verify=1").content.decode()
    assert "So long a stream is checked and exported by the operator" in text
    assert "export.zip" not in text
    assert client.get("/events/open:b/export.zip").status_code == 404


def test_anchors_are_public(client):
    add()
    anchor, _new = make_anchor()
    text = client.get("/events/anchors/").content.decode()
    assert anchor.public_key.hex() in text
    assert "Sent off this machine" not in text
    assert client.get("/events/anchors/1.json").json() == {
        "document": anchor.document.decode(),
        "format": "qinglan-anchor-file/1",
        "signature": anchor.signature.hex(),
    }
    assert client.get("/events/anchors/2.json").status_code == 404


def test_officers_see_what_became_of_an_anchor(client, officer, monkeypatch, tmp_path):
    client.force_login(officer)
    monkeypatch.setenv("QINGLAN_ANCHOR_DIRECTORY", str(tmp_path))
    make_anchor()
    assert "file: waiting" in client.get("/events/anchors/").content.decode()
