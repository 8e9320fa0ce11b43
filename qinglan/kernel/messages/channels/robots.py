"""Robots of chat groups: WeCom (企业微信) and DingTalk (钉钉), by the forms that both document."""

import base64
import hashlib
import hmac
import json
import time
from urllib.parse import quote_plus

from qinglan.kernel.messages.channels.base import Outgoing, Undeliverable, Unreachable
from qinglan.kernel.messages.channels.http import post
from qinglan.settings.env import DINGTALK_SECRET, DINGTALK_URL, WECOM_URL

TOO_FAST = {45009, 130101, 410100}
"""Codes by which both say that the robot speaks too often: worth trying later."""
BUSY = {-1, 1}


def wecom_is_configured() -> bool:
    """Whether a WeCom robot is named."""
    return bool(WECOM_URL.text())


def dingtalk_is_configured() -> bool:
    """Whether a DingTalk robot is named."""
    return bool(DINGTALK_URL.text())


def dingtalk_signature(milliseconds: int, secret: str) -> str:
    """The signature of the security setting 加签: HMAC-SHA256 over time and secret, in Base64."""
    text = f"{milliseconds}\n{secret}".encode()
    return base64.b64encode(hmac.new(secret.encode(), text, hashlib.sha256).digest()).decode()


def send_by_wecom(outgoing: Outgoing) -> str:
    """A text to the group; `address` is the mobile number of the one who is mentioned."""
    text: dict[str, object] = {"content": _content(outgoing)}
    if outgoing.address:
        text["mentioned_mobile_list"] = [outgoing.address]
    return _answered(post(WECOM_URL.text(), _json({"msgtype": "text", "text": text})))


def send_by_dingtalk(outgoing: Outgoing) -> str:
    """A text to the group, signed where the robot has a secret."""
    url = DINGTALK_URL.text()
    if secret := DINGTALK_SECRET.text():
        now = int(time.time() * 1000)
        joint = "&" if "?" in url else "?"
        url = f"{url}{joint}timestamp={now}&sign={quote_plus(dingtalk_signature(now, secret))}"
    at = {"atMobiles": [outgoing.address] if outgoing.address else [], "isAtAll": False}
    return _answered(post(url, _json({"msgtype": "text", "text": {"content": _content(outgoing)}, "at": at})))


def _content(outgoing: Outgoing) -> str:
    return f"{outgoing.subject}\n{outgoing.body}"


def _json(data: dict[str, object]) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


def _answered(answer: dict[str, object]) -> str:
    code = answer.get("errcode")
    if code == 0:
        return str(answer.get("errmsg", "ok"))[:200]
    message = f"{code}: {answer.get('errmsg', '')}"[:200]
    if code in TOO_FAST | BUSY or not isinstance(code, int):
        raise Unreachable(message)
    raise Undeliverable(message)
