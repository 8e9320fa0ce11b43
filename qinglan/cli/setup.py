"""Set Django up for a command, as a chosen role of the database."""

import os
from typing import Literal

from qinglan.kernel.loading import loading


def set_up(role: Literal["owner", "app", "reader"] = "app") -> None:
    """Load settings and apps; the default connection signs in as `role`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qinglan.settings")
    import django  # noqa: PLC0415 - commands without a database must start without Django
    from django.conf import settings  # noqa: PLC0415 - as above

    if role != "app":
        from qinglan.kernel.database.location import django_database  # noqa: PLC0415 - as above

        settings.DATABASES["default"].update(django_database(role))
    with loading():
        django.setup()
