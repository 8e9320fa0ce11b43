"""Mail by SMTP (RFC 5321), with TLS where the address of the server asks for it."""

import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from qinglan.kernel.messages.channels.base import Outgoing, Undeliverable, Unreachable
from qinglan.settings.env import MAIL_FROM, MAIL_SERVER, SITE_NAME, SettingError

PATIENCE = 20.0
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def is_configured() -> bool:
    """Whether a mail server is named."""
    return bool(MAIL_SERVER.text())


def send(outgoing: Outgoing) -> str:
    """Send one mail; the receipt is its Message-ID."""
    try:
        message = _message(outgoing)
    except ValueError as error:
        raise Undeliverable(str(error)) from error
    try:
        with _server() as server:
            server.send_message(message)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        if _is_final(error):
            raise Undeliverable(str(error)) from error
        raise Unreachable(str(error)) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Unreachable(str(error)) from error
    return str(message["Message-ID"])


def _message(outgoing: Outgoing) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = outgoing.subject
    message["From"] = Address(SITE_NAME.text(), addr_spec=MAIL_FROM.text())
    message["To"] = Address(addr_spec=outgoing.address)
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = make_msgid(domain=MAIL_FROM.text().rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(outgoing.body)
    return message


def _server() -> smtplib.SMTP:
    address = urlsplit(MAIL_SERVER.text())
    if address.scheme not in PORTS or not address.hostname:
        raise SettingError(
            f"{MAIL_SERVER.name} must be smtp://, smtp+starttls:// or smtps://[user:password@]host[:port]"
        )
    port = address.port or PORTS[address.scheme]
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if address.scheme == "smtps":
        server = smtplib.SMTP_SSL(address.hostname, port, timeout=PATIENCE, context=context)
    else:
        server = smtplib.SMTP(address.hostname, port, timeout=PATIENCE)
    try:
        if address.scheme == "smtp+starttls":
            server.starttls(context=context)
        if address.username:
            server.login(unquote(address.username), unquote(address.password or ""))
    except BaseException:
        server.close()
        raise
    return server


def _is_final(error: smtplib.SMTPException) -> bool:
    """5xx says no for good, 4xx for now."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _text in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and 500 <= error.smtp_code < 600
