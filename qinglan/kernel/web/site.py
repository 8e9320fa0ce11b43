"""What a page knows of the site it belongs to: names, filing numbers, version, mode.

Read from the settings ``SITE_NAME`` (a text, or texts by language code), ``SITE_CONTACT``,
``ICP_NUMBER``, ``POLICE_NUMBER``, ``SITE_CODE`` and ``DEMONSTRATION``; every one may be absent.
"""

from django.conf import settings
from django.utils.translation import get_language, gettext

import qinglan

DEFAULT_NAME = "绿色技术创新综合服务平台"


def name() -> str:
    """The site's own name in the reader's language."""
    value = getattr(settings, "SITE_NAME", DEFAULT_NAME) or DEFAULT_NAME
    if isinstance(value, dict):
        language = get_language() or settings.LANGUAGE_CODE
        return str(value.get(language) or next(iter(value.values()), DEFAULT_NAME))
    return str(value)


def product() -> str:
    """Our own name in the reader's language."""
    return gettext("Qinglan")


def setting(key: str) -> str:
    """One of the footer's settings as text, "" when it is not set."""
    return str(getattr(settings, key, "") or "")


def demonstration() -> bool:
    """Whether this installation shows demonstration data."""
    return bool(getattr(settings, "DEMONSTRATION", False))


def version() -> str:
    """The version of Qinglan."""
    return qinglan.__version__
