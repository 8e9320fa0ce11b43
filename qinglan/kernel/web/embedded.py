"""Browsers inside chat programs: they show pages well and drop downloads without a word."""

import re
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Program:
    """A chat program: its name, and where its menu leads out to the real browser."""

    name: str | Promise
    way_out: str | Promise


_MENU = _("Press “…” at the top right, then choose “Open in browser”.")
PROGRAMS: tuple[tuple[re.Pattern[str], Program], ...] = (
    (re.compile(r"wxwork/|WeCom/", re.IGNORECASE), Program(_("WeCom"), _MENU)),
    (re.compile(r"zwwx|GovWeChat|wxworklocal", re.IGNORECASE), Program(_("Government WeChat"), _MENU)),
    (re.compile(r"MicroMessenger", re.IGNORECASE), Program(_("WeChat"), _MENU)),
    (re.compile(r"DingTalk|taurusapp", re.IGNORECASE), Program(_("DingTalk"), _MENU)),
    (re.compile(r"Lark|Feishu", re.IGNORECASE), Program(_("Feishu"), _MENU)),
)
"""The first that fits: WeCom says that it is WeChat too."""


def program_of(request: HttpRequest) -> Program | None:
    """The chat program whose browser asks; None for any other browser, and where none is named."""
    agent = request.headers.get("User-Agent", "")[:1000]
    return next((program for sign, program in PROGRAMS if sign.search(agent)), None)


def shows_itself(content_type: str) -> bool:
    """Whether such a browser shows the kind of file on the page."""
    return content_type.split(";", maxsplit=1)[0].strip() in (
        "image/png",
        "image/jpeg",
        "image/gif",
        "image/webp",
    )
