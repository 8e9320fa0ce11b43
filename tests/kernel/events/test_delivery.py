"""Anchors leave the machine: file, mail to a real server, S3 over HTTP; failures are tried again and shown."""

import email
import hashlib
import hmac
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.controller import Controller
from minio.error import S3Error
from procrastinate.contrib.django.models import ProcrastinateJob

from qinglan.kernel.events import health
from qinglan.kernel.events.delivery.content import file_content
from qinglan.kernel.events.domain.anchor import make_anchor
from qinglan.kernel.events.jobs import TRIES, deliver_anchor, send
from qinglan.kernel.events.models import Anchor, Delivery
from tests.kernel.events.log import add, run_script

pytestmark = pytest.mark.django_db


def anchored(monkeypatch, **settings):
    """An anchor made under these settings, and its one delivery."""
    for name, value in settings.items():
        monkeypatch.setenv(f"QINGLAN_ANCHOR_{name}", str(value))
    add()
    anchor, _new = make_anchor()
    return anchor, Delivery.objects.get()


def test_without_settings_nothing_is_queued():
    add()
    make_anchor()
    assert (Delivery.objects.count(), ProcrastinateJob.objects.count()) == (0, 0)


def test_a_delivery_is_a_job_in_the_transaction_of_the_anchor(monkeypatch, tmp_path):
    _anchor, delivery = anchored(monkeypatch, DIRECTORY=tmp_path)
    assert list(ProcrastinateJob.objects.values_list("task_name", "args")) == [
        ("events.deliver_anchor", {"delivery": delivery.pk})
    ]


def test_into_a_directory(monkeypatch, tmp_path):
    anchor, delivery = anchored(monkeypatch, DIRECTORY=tmp_path)
    deliver_anchor(delivery.pk)
    deliver_anchor(delivery.pk)  # a repetition does no harm
    path = tmp_path / f"anchor-000001-{anchor.day}.json"
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    assert path.read_bytes() == file_content(Anchor.objects.get())
    content = json.loads(path.read_text("utf-8"))
    assert content["document"] == anchor.document.decode()
    delivery.refresh_from_db()
    assert (delivery.attempts, delivery.receipt, delivery.error) == (1, str(path), "")


def test_what_fails_is_recorded_raised_and_shown(monkeypatch, tmp_path):
    _anchor, delivery = anchored(monkeypatch, DIRECTORY=tmp_path / "not mounted")
    for _try in range(2):
        with pytest.raises(FileNotFoundError):
            deliver_anchor(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.attempts, delivery.sent_at) == (2, None)
    assert delivery.error.startswith("FileNotFoundError: ")
    state = health.anchors()
    assert (state.well, state.word) == (False, "stuck")
    assert state.detail == f"1 → file: {delivery.error}"
    (tmp_path / "not mounted").mkdir()
    deliver_anchor(delivery.pk)
    assert health.anchors().word == "up"


def test_another_anchor_under_the_same_name_is_not_overwritten(monkeypatch, tmp_path):
    anchor, delivery = anchored(monkeypatch, DIRECTORY=tmp_path)
    (tmp_path / f"anchor-000001-{anchor.day}.json").write_text("{}")
    with pytest.raises(FileExistsError, match="is there with another content"):
        send(delivery)


def test_the_pauses_between_tries_grow_to_some_days():
    pauses = [TRIES.wait + TRIES.linear_wait * attempt for attempt in range(TRIES.max_attempts)]
    assert (pauses[0], pauses[1]) == (30, 330)
    assert 5 < sum(pauses) / 86400 < 8


class Mailbox:
    """Keeps what a real SMTP server of the test was given."""

    def __init__(self):
        self.messages = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the server's name for it
        self.messages.append((envelope.rcpt_tos, email.message_from_bytes(envelope.content)))
        return "250 OK"


def test_by_mail(monkeypatch, tmp_path):
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=0)
    controller.server_coroutine = None
    try:
        import socket

        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            controller.port = probe.getsockname()[1]
        controller.start()
        anchor, delivery = anchored(
            monkeypatch,
            MAIL_TO="notary@example.com, audit@example.com",
            MAIL_SERVER=f"smtp://127.0.0.1:{controller.port}",
        )
        deliver_anchor(delivery.pk)
    finally:
        controller.stop()
    ((recipients, message),) = box.messages
    assert recipients == ["notary@example.com", "audit@example.com"]
    (attachment,) = [part for part in message.walk() if part.get_filename()]
    assert attachment.get_filename() == f"anchor-000001-{anchor.day}.json"
    assert attachment.get_payload(decode=True) == file_content(Anchor.objects.get())
    delivery.refresh_from_db()
    assert (delivery.attempts, delivery.error) == (1, "")


@pytest.mark.parametrize("address", ["127.0.0.1", "http://mail", "smtp://"])
def test_a_wrong_mail_server_says_what_to_write(monkeypatch, address):
    _anchor, delivery = anchored(monkeypatch, MAIL_TO="a@example.com", MAIL_SERVER=address)
    with pytest.raises(ValueError, match="QINGLAN_ANCHOR_MAIL_SERVER must be smtp://"):
        send(delivery)


def signature(request, content, secret):
    """The signature that AWS Signature Version 4 gives `request`, worked out from its documentation."""
    stated = re.fullmatch(
        r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/s3/aws4_request, SignedHeaders=([a-z0-9;-]+), "
        r"Signature=([0-9a-f]{64})",
        request.headers["Authorization"],
    )
    _key, day, region, names, _signature = stated.groups()
    digest = hashlib.sha256(content).hexdigest()
    assert request.headers["x-amz-content-sha256"] in (digest, "UNSIGNED-PAYLOAD")
    headers = "".join(f"{name}:{' '.join(request.headers[name].split())}\n" for name in names.split(";"))
    canonical = "\n".join(
        [request.command, request.path, "", headers, names, request.headers["x-amz-content-sha256"]]
    )
    scope = f"{day}/{region}/s3/aws4_request"
    text = "\n".join(
        [
            "AWS4-HMAC-SHA256",
            request.headers["x-amz-date"],
            scope,
            hashlib.sha256(canonical.encode()).hexdigest(),
        ]
    )
    key = b"AWS4" + secret.encode()
    for part in (day, region, "s3", "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.digest(key, text.encode(), "sha256").hex()


class Store(BaseHTTPRequestHandler):
    """As much of S3 as a PUT needs; it takes what is signed with its secret, and nothing else."""

    objects: dict[str, bytes]
    refuse = False

    def do_PUT(self):
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if self.refuse:
            return self.answer(503)
        if not self.headers["Authorization"].endswith(f"Signature={signature(self, content, 'secret')}"):
            return self.answer(403, body=b"<Error><Code>SignatureDoesNotMatch</Code></Error>")
        self.objects[self.path] = content
        return self.answer(200, hashlib.md5(content, usedforsecurity=False).hexdigest())

    def answer(self, status, tag="", body=b""):
        self.send_response(status)
        if tag:
            self.send_header("ETag", f'"{tag}"')
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def test_an_s3_store_that_knows_another_secret_refuses(monkeypatch):
    kind = type("OwnStore", (Store,), {"objects": {}})
    with ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        _anchor, delivery = anchored(
            monkeypatch,
            S3=f"http://127.0.0.1:{server.server_port}/evidence",
            S3_ACCESS_KEY="key",
            S3_SECRET_KEY="guessed",
        )
        with pytest.raises(S3Error):
            deliver_anchor(delivery.pk)
        server.shutdown()
    delivery.refresh_from_db()
    assert (kind.objects, delivery.attempts, delivery.sent_at) == ({}, 1, None)
    assert "SignatureDoesNotMatch" in delivery.error


def test_into_an_s3_store(monkeypatch, tmp_path):
    kind = type("OwnStore", (Store,), {"objects": {}, "refuse": True})
    with ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        anchor, delivery = anchored(
            monkeypatch,
            S3=f"http://127.0.0.1:{server.server_port}/evidence/qinglan",
            S3_ACCESS_KEY="key",
            S3_SECRET_KEY="secret",
        )
        with pytest.raises(Exception, match=r"503|status"):
            deliver_anchor(delivery.pk)
        kind.refuse = False
        deliver_anchor(delivery.pk)
        server.shutdown()
    name = f"/evidence/qinglan/anchor-000001-{anchor.day}.json"
    assert kind.objects == {name: file_content(Anchor.objects.get())}
    delivery.refresh_from_db()
    assert (delivery.attempts, delivery.error) == (2, "")
    assert delivery.receipt.startswith(name[1:])


def test_what_arrived_serves_to_check_an_export(monkeypatch, tmp_path):
    from tests.kernel.events.log import exported

    _anchor, delivery = anchored(monkeypatch, DIRECTORY=tmp_path)
    deliver_anchor(delivery.pk)
    (sent,) = tmp_path.iterdir()
    (tmp_path / "events.jsonl").write_bytes(exported())
    status, output = run_script(tmp_path / "events.jsonl", "--anchor", sent)
    assert (status, output.splitlines()[-1]) == (0, f"{sent}: is in the export.")
