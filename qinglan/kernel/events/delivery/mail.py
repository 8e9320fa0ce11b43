"""Anchors by mail: to a notary, an auditor, the superior office."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import make_msgid
from urllib.parse import unquote, urlsplit

from django.conf import settings

from qinglan.kernel.events.delivery.content import file_content, file_name
from qinglan.kernel.events.models import Anchor
from qinglan.settings.env import ANCHOR_MAIL_FROM, ANCHOR_MAIL_SERVER, ANCHOR_MAIL_TO, SettingError

PATIENCE = 20.0
"""Seconds to wait for the mail server."""
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def is_configured() -> bool:
    """Whether somebody is to get mail."""
    return bool(ANCHOR_MAIL_TO.words())


def send(anchor: Anchor) -> str:
    """Send the anchor to all recipients; raises OSError or smtplib's errors, and SettingError."""
    message = EmailMessage()
    message["Subject"] = f"{settings.SITE_NAME['zh-hans']} 存证锚点 anchor {anchor.number} {anchor.day}"
    message["From"] = ANCHOR_MAIL_FROM.text()
    message["To"] = ", ".join(ANCHOR_MAIL_TO.words())
    message["Message-ID"] = make_msgid(f"anchor-{anchor.number}", "qinglan")
    message.set_content(
        "请保存本邮件。附件为当日全部事件链的签名锚点。\n"
        "Please keep this mail. The attachment is the day's signed anchor over all event streams.\n\n"
        f"{bytes(anchor.document).decode()}\nEd25519 {bytes(anchor.signature).hex()}\n"
    )
    message.add_attachment(
        file_content(anchor), maintype="application", subtype="json", filename=file_name(anchor)
    )
    with _server() as server:
        server.send_message(message)
    return f"{message['Message-ID']} → {message['To']}"


def _server() -> smtplib.SMTP:
    address = urlsplit(ANCHOR_MAIL_SERVER.text())
    if address.scheme not in PORTS or not address.hostname:
        raise SettingError(
            f"{ANCHOR_MAIL_SERVER.name} must be smtp://, smtp+starttls:// or smtps://[user:password@]host[:port]"
        )
    port = address.port or PORTS[address.scheme]
    if address.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            address.hostname, port, timeout=PATIENCE, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(address.hostname, port, timeout=PATIENCE)
    try:
        if address.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        if address.username:
            server.login(unquote(address.username), unquote(address.password or ""))
    except BaseException:
        server.close()
        raise
    return server
