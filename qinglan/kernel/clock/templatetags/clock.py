"""The banner of a training site whose clock does not show true time."""

import logging
from datetime import UTC, datetime
from typing import Any

from django import template
from django.conf import settings

from qinglan.kernel.clock import reading

logger = logging.getLogger(__name__)
register = template.Library()


@register.inclusion_tag("clock/banner.html")
def clock_banner() -> dict[str, Any]:
    """The banner with the shown time and the factor; nothing where the clock is true.

    In demonstration mode only, and at most one query every few seconds in a process, none inside a
    transaction. Where the database can't be read the banner is left out: the page that reports the fault must still be shown.
    """
    if not settings.DEMONSTRATION:
        return {"setting": None}
    try:
        setting = reading.recent()
    except Exception as error:  # noqa: BLE001 - whatever is broken, the page itself must come
        logger.debug("no clock for the banner: %s", error)
        return {"setting": None}
    if setting is None or setting.is_true:
        return {"setting": None}
    return {"setting": setting, "shown": setting.at(datetime.now(UTC))}
