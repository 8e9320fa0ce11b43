"""The check that a production site has a true clock."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from qinglan.kernel.clock import reading


@register(Tags.database)
def clock_is_true(
    app_configs: Any = None, *, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """In production, an error when the clock was ever put ahead (run by ``migrate``, so at every start)."""
    if settings.DEMONSTRATION or not databases or "default" not in databases:
        return []
    if "clock_setting" not in connections["default"].introspection.table_names() or reading.read().is_true:
        return []
    return [
        Error(
            "The clock of this database was put ahead for training and can't be set back.",
            hint="Use a database of its own for production; a training database can't become one.",
            id="clock.E001",
        )
    ]
