"""Real servers on the loopback: one for mail, one for gateways and robots."""

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler


class Mailbox(MessageHandler):
    """Keeps what came in; `refuse` answers every recipient with that line."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[Any] = []
        self.refuse = ""

    def handle_message(self, message: Any) -> None:
        self.mails.append(message)

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd asks for
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A mail server; `port` is in the settings."""
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setenv("QINGLAN_MAIL_SERVER", f"smtp://127.0.0.1:{port}")
    monkeypatch.setenv("QINGLAN_MAIL_FROM", "noreply@example.cn")
    yield box
    controller.stop()


class Service:
    """What came in at the HTTP service, and what it answers."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, dict[str, str], bytes]] = []
        self.status = 200
        self.answer: Any = {"errcode": 0, "errmsg": "ok", "ok": True, "receipt": "r-1"}
        self.url = ""

    def data(self) -> list[Any]:
        return [json.loads(body) for _path, _headers, body in self.requests]


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Any:
    """An HTTP service for SMS and robots; all three are set up to it."""
    kept = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.requests.append((self.path, dict(self.headers), body))
            content = kept.answer if isinstance(kept.answer, bytes) else json.dumps(kept.answer).encode()
            self.send_response(kept.status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    kept.url = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("QINGLAN_SMS_URL", f"{kept.url}/sms")
    monkeypatch.setenv("QINGLAN_SMS_KEY", "schlüssel")
    monkeypatch.setenv("QINGLAN_WECOM_URL", f"{kept.url}/wecom?key=secret-of-the-robot")
    monkeypatch.setenv("QINGLAN_DINGTALK_URL", f"{kept.url}/dingtalk?access_token=t")
    monkeypatch.setenv("QINGLAN_DINGTALK_SECRET", "SECabc")
    yield kept
    server.shutdown()
    thread.join()
    server.server_close()
