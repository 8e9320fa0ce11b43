"""Where a request comes from and with what."""

import re

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest
from django.utils.translation import gettext as _

_BROWSERS = (
    (r"MicroMessenger/([\d.]+)", "WeChat"),
    (r"DingTalk/([\d.]+)", "DingTalk"),
    (r"Edg/(\d+)", "Edge"),
    (r"Firefox/(\d+)", "Firefox"),
    (r"(?:Headless)?Chrome/(\d+)", "Chrome"),
    (r"Version/(\d+).*Safari", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def address_of(request: HttpRequest) -> str:
    """The address of the browser, behind as many proxies as ``QINGLAN_PROXIES`` says; "" if unknown."""
    return str(get_client_ip(request) or "")[:45]


def device_of(request: HttpRequest) -> str:
    """What the browser says of itself, shortened."""
    return request.headers.get("User-Agent", "")[:200]


def device_name(device: str) -> str:
    """“Chrome 128, Windows” for people; the text itself where it is not known."""
    browser = next(
        (f"{name} {found[1]}" for form, name in _BROWSERS if (found := re.search(form, device))), ""
    )
    system = next((name for mark, name in _SYSTEMS if mark in device), "")
    return ", ".join(part for part in (browser, system) if part) or device[:40] or _("unknown device")
