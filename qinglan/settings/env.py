"""The settings that an operator may give through the environment.

Each is declared once, here, with its default and its meaning; ``docs/settings.md`` lists them all,
and a test compares the two.
"""

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Setting:
    """One environment variable: its name, its default (as text) and what it means."""

    name: str
    default: str
    meaning: str

    def text(self) -> str:
        """The value given, or the default."""
        return os.environ.get(self.name, "").strip() or self.default

    def whole_number(self) -> int:
        """The value as a whole number; raises SettingError when it is none."""
        try:
            return int(self.text())
        except ValueError:
            raise SettingError(f"{self.name} must be a whole number, not {self.text()!r}") from None

    def words(self) -> list[str]:
        """The value as a list, split at commas."""
        return [word.strip() for word in self.text().split(",") if word.strip()]


class SettingError(ValueError):
    """An environment variable has a value that can't be used; the message says what to write."""


DECLARED: dict[str, Setting] = {}


def declare(name: str, default: str, meaning: str) -> Setting:
    """Declare an environment variable that Qinglan reads."""
    setting = Setting(name, default, meaning)
    DECLARED[name] = setting
    return setting


MODE = declare(
    "QINGLAN_MODE",
    "demonstration",
    "`demonstration` or `production`; demonstration data and accounts exist only in the first",
)
HOME = declare(
    "QINGLAN_HOME", str(PROJECT_ROOT / "var"), "directory of the database, uploaded files, keys and logs"
)
HOST = declare("QINGLAN_HOST", "127.0.0.1", "address on which the web server listens")
PORT = declare("QINGLAN_PORT", "8000", "port on which the web server listens")
DATABASE_URL = declare(
    "QINGLAN_DATABASE_URL",
    "",
    "another PostgreSQL (16 or newer, with pgvector) instead of the one that Qinglan starts; role of the application",
)
DATABASE_OWNER_URL = declare(
    "QINGLAN_DATABASE_OWNER_URL",
    "",
    "the same database as the role that owns the tables; used for migrations (default: as QINGLAN_DATABASE_URL)",
)
DATABASE_READER_URL = declare(
    "QINGLAN_DATABASE_READER_URL",
    "",
    "the same database as a role that may only read (default: as QINGLAN_DATABASE_URL)",
)
DATABASE_TCP_PORT = declare(
    "QINGLAN_DATABASE_TCP_PORT",
    "",
    "also let Qinglan's own PostgreSQL listen on this port of 127.0.0.1 (default: Unix socket only)",
)
ALLOWED_HOSTS = declare(
    "QINGLAN_ALLOWED_HOSTS",
    "",
    "host names under which the site is reached, split at commas; needed in production",
)
SECURE = declare(
    "QINGLAN_HTTPS", "", "`1` when a proxy in front serves https: cookies are then marked secure"
)
PROXIES = declare(
    "QINGLAN_PROXIES",
    "0",
    "how many proxies stand in front and add to X-Forwarded-For; the address of a visitor is read behind them",
)
SECURITY_PROFILE = declare(
    "QINGLAN_SECURITY_PROFILE",
    "asvs",
    "rules for passwords, locks, timeouts and second factors: `asvs` (OWASP ASVS 5.0) or `dengbao-3` (GB/T 22239-2019, third level)",
)
TRUST_BROWSERS = declare(
    "QINGLAN_TRUST_BROWSERS",
    "",
    "`1` lets people spare themselves the second factor for 14 days on a browser",
)
IDENTITY_ADDRESS = declare(
    "QINGLAN_IDENTITY_ADDRESS",
    "",
    "issuer of the city's unified identity (OpenID Connect), `https://…`; its discovery document is read from there",
)
IDENTITY_NAME = declare("QINGLAN_IDENTITY_NAME", "统一身份认证", "what the button for it says")
IDENTITY_CLIENT = declare("QINGLAN_IDENTITY_CLIENT", "", "our client id there")
IDENTITY_SECRET = declare("QINGLAN_IDENTITY_SECRET", "", "our client secret there")
IDENTITY_SCOPES = declare(
    "QINGLAN_IDENTITY_SCOPES", "openid,profile,phone", "scopes asked for, split at commas"
)
IDENTITY_CLAIMS = declare(
    "QINGLAN_IDENTITY_CLAIMS",
    "subject=sub,name=name,mobile=phone_number,mobile_verified=phone_number_verified,"
    "id_number=id_number,social_credit_code=social_credit_code",
    "under which claim names the identity service gives what, split at commas",
)
SITE_NAME = declare("QINGLAN_SITE_NAME", "绿色技术创新综合服务平台", "the site's own name, shown before ours")
SITE_NAME_EN = declare(
    "QINGLAN_SITE_NAME_EN", "Green Technology Innovation Service Platform", "the same in English"
)
SITE_CONTACT = declare("QINGLAN_SITE_CONTACT", "", "telephone or mail address shown in the footer")
ICP_NUMBER = declare("QINGLAN_ICP_NUMBER", "", "ICP filing number shown in the footer")
POLICE_NUMBER = declare("QINGLAN_POLICE_NUMBER", "", "public-security filing number shown in the footer")
SITE_CODE = declare("QINGLAN_SITE_CODE", "", "government site code shown in the footer")
PACKS = declare("QINGLAN_PACKS", str(PROJECT_ROOT / "packs"), "directory of the packs")
EVENTS_HASH = declare(
    "QINGLAN_EVENTS_HASH",
    "sha-256",
    "hash of new events: `sha-256`, or `sm3` (GB/T 32905) where Python's OpenSSL offers it",
)
ANCHOR_DIRECTORY = declare(
    "QINGLAN_ANCHOR_DIRECTORY",
    "",
    "existing directory, best on another machine, into which the daily signed anchors are copied",
)
ANCHOR_MAIL_TO = declare(
    "QINGLAN_ANCHOR_MAIL_TO", "", "mail addresses that get the daily signed anchors, split at commas"
)
ANCHOR_MAIL_FROM = declare(
    "QINGLAN_ANCHOR_MAIL_FROM", "qinglan@localhost", "sender of the mails with the anchors"
)
ANCHOR_MAIL_SERVER = declare(
    "QINGLAN_ANCHOR_MAIL_SERVER",
    "smtp://127.0.0.1",
    "mail server for the anchors: `smtp://`, `smtp+starttls://` or `smtps://` `[user:password@]host[:port]`",
)
ANCHOR_S3 = declare(
    "QINGLAN_ANCHOR_S3",
    "",
    "S3 store that gets the daily signed anchors: `https://host[:port]/bucket[/folder]`",
)
ANCHOR_S3_ACCESS_KEY = declare("QINGLAN_ANCHOR_S3_ACCESS_KEY", "", "access key of that store")
ANCHOR_S3_SECRET_KEY = declare("QINGLAN_ANCHOR_S3_SECRET_KEY", "", "secret key of that store")
DRAFT_DAYS = declare(
    "QINGLAN_DRAFT_DAYS", "30", "days for which the draft of a form is kept after its author last typed"
)
SEARCH_URL = declare(
    "QINGLAN_SEARCH_URL",
    "",
    "Milvus server for search, `http://[user:password@]host:port` (default: every node keeps its own index on disk)",
)
ENCODER = declare(
    "QINGLAN_ENCODER",
    "",
    "folder with `model.onnx` and `tokenizer.json` of a text encoder that tells likeness; needs `qinglan[onnx]` (default: directions learned from the city's own records)",
)
LARGEST_FILE = declare("QINGLAN_LARGEST_FILE", "20", "megabytes of the largest file that is taken in")
SEAL_PROVIDER = declare(
    "QINGLAN_SEAL_PROVIDER",
    "",
    "code of the provider of electronic seals on contracts; `local`: certificates of this installation, for internal use (default: `local` in demonstration mode, else paper alone)",
)
SEAL_SECRET = declare(
    "QINGLAN_SEAL_SECRET",
    "",
    "secret of 32 characters or more, shared with a provider of seals that sends its answers by itself (form in docs/contracts.md); without it answers are brought by hand",
)
SITE_ADDRESS = declare("QINGLAN_SITE_ADDRESS", "", "address of the site for links in messages: `https://…`")
MAIL_SERVER = declare(
    "QINGLAN_MAIL_SERVER",
    "",
    "mail server for messages: `smtp://`, `smtp+starttls://` or `smtps://` `[user:password@]host[:port]`",
)
MAIL_FROM = declare("QINGLAN_MAIL_FROM", "qinglan@localhost", "sender of messages by mail")
SMS_URL = declare("QINGLAN_SMS_URL", "", "gateway for text messages (form in docs/messages.md)")
SMS_KEY = declare("QINGLAN_SMS_KEY", "", "key shared with that gateway")
WECOM_URL = declare("QINGLAN_WECOM_URL", "", "webhook of a WeCom (企业微信) group robot")
DINGTALK_URL = declare("QINGLAN_DINGTALK_URL", "", "webhook of a DingTalk (钉钉) group robot")
DINGTALK_SECRET = declare("QINGLAN_DINGTALK_SECRET", "", "secret of that robot (加签)")
