"""The app of the change log."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    """The commit-ordered change log and its consumers."""

    name = "qinglan.kernel.outbox"
    label = "outbox"
    verbose_name = _("Change log")

    def ready(self) -> None:
        """Register verbs, menus and health."""
        from qinglan.kernel.outbox import (  # noqa: PLC0415 - registration needs loaded apps
            health,  # noqa: F401 - as above
            navigation,  # noqa: F401 - as above
            rules,  # noqa: F401 - as above
        )
