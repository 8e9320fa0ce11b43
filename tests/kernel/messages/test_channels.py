"""Each channel speaks the form that the other side documents, and tells “not now” from “never”."""

import base64
import hashlib
import hmac
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from qinglan.kernel.messages import channels
from qinglan.kernel.messages.channels import Outgoing, Undeliverable, Unreachable, robots

MAIL = Outgoing("li@example.cn", "公示开始", "请查看。", "https://example.cn/n/1")
PHONE = Outgoing("13800138000", "公示开始", "请查看。", "https://example.cn/n/1")


@pytest.fixture(autouse=True)
def production(settings: Any) -> None:
    settings.DEMONSTRATION = False


def test_a_mail_arrives_with_its_chinese_whole(mailbox: Any) -> None:
    receipt = channels.send("mail", MAIL)
    (mail,) = mailbox.mails
    from email.header import decode_header, make_header

    assert str(make_header(decode_header(mail["Subject"]))) == "公示开始"
    assert (mail["To"], mail["Message-ID"], mail["Auto-Submitted"]) == (
        "li@example.cn",
        receipt,
        "auto-generated",
    )
    assert mail.get_payload(decode=True).decode().splitlines() == ["请查看。", "https://example.cn/n/1"]


@pytest.mark.parametrize(
    ("answer", "failure"), [("550 no such user", Undeliverable), ("451 try later", Unreachable)]
)
def test_a_mail_server_that_refuses(mailbox: Any, answer: str, failure: type[Exception]) -> None:
    mailbox.refuse = answer
    with pytest.raises(failure):
        channels.send("mail", MAIL)


def test_a_mail_server_that_is_down_is_worth_another_try(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINGLAN_MAIL_SERVER", "smtp://127.0.0.1:9")
    with pytest.raises(Unreachable):
        channels.send("mail", MAIL)


def test_an_address_with_a_line_break_goes_nowhere(mailbox: Any) -> None:
    with pytest.raises(Undeliverable):
        channels.send("mail", Outgoing("a@b.cn\nBcc: c@d.cn", "x", "y"))
    assert mailbox.mails == []


def test_an_sms_is_signed(service: Any) -> None:
    assert channels.send("sms", PHONE) == "r-1"
    path, headers, body = service.requests[0]
    signed = hmac.new("schlüssel".encode(), body, hashlib.sha256).hexdigest()
    data = json.loads(body)
    assert (path, headers["X-Qinglan-Signature"]) == ("/sms", signed)
    assert (data["mobile"], data["text"]) == ("13800138000", "请查看。\nhttps://example.cn/n/1")


def test_wecom_gets_its_form(service: Any) -> None:
    channels.send("wecom", PHONE)
    text = {"content": "公示开始\n请查看。\nhttps://example.cn/n/1", "mentioned_mobile_list": ["13800138000"]}
    assert service.data() == [{"msgtype": "text", "text": text}]


def test_dingtalk_gets_its_form_and_signature(service: Any) -> None:
    channels.send("dingtalk", PHONE)
    query = parse_qs(urlsplit(service.requests[0][0]).query)
    given = f"{query['timestamp'][0]}\nSECabc".encode()
    expected = base64.b64encode(hmac.new(b"SECabc", given, hashlib.sha256).digest()).decode()
    assert (query["access_token"], query["sign"]) == (["t"], [expected])
    assert service.data() == [
        {
            "msgtype": "text",
            "text": {"content": "公示开始\n请查看。\nhttps://example.cn/n/1"},
            "at": {"atMobiles": ["13800138000"], "isAtAll": False},
        }
    ]


def test_the_signature_is_that_of_the_documentation() -> None:
    # HMAC-SHA256 with the secret over "time\nsecret", in Base64; worked out with openssl.
    assert (
        robots.dingtalk_signature(1577262236757, "this is secret")
        == "hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM="
    )


@pytest.mark.parametrize(
    ("status", "answer", "failure"),
    [
        (500, {}, Unreachable),
        (429, {}, Unreachable),
        (404, {}, Undeliverable),
        (200, b"<html>", Unreachable),
        (200, [1], Unreachable),
        (200, {"errcode": 45009, "errmsg": "too fast"}, Unreachable),
        (200, {"errcode": 93000, "errmsg": "invalid webhook"}, Undeliverable),
        (200, {}, Unreachable),
    ],
)
def test_robots_that_refuse(service: Any, status: int, answer: Any, failure: type[Exception]) -> None:
    service.status, service.answer = status, answer
    with pytest.raises(failure) as refused:
        channels.send("wecom", PHONE)
    assert "secret-of-the-robot" not in str(refused.value)


def test_a_gateway_that_refuses_for_good_and_for_now(service: Any) -> None:
    failures = []
    for final in (True, False):
        service.answer = {"ok": False, "final": final, "error": "黑名单"}
        with pytest.raises((Undeliverable, Unreachable)) as refused:
            channels.send("sms", PHONE)
        failures.append((refused.type, str(refused.value)))
    assert failures == [(Undeliverable, "黑名单"), (Unreachable, "黑名单")]


def test_channels_that_are_not_set_up_are_closed_and_in_demonstration_write_to_the_log(
    settings: Any, caplog: Any
) -> None:
    assert channels.available() == []
    with pytest.raises(Undeliverable):
        channels.send("sms", PHONE)
    settings.DEMONSTRATION = True
    assert (channels.available(), channels.send("sms", PHONE)) == (
        ["mail", "sms", "wecom", "dingtalk"],
        "console",
    )
