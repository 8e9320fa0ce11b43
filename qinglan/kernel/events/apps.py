"""The app of events."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """Hash-chained streams of events and their signed anchors."""

    name = "qinglan.kernel.events"
    label = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        """Register verbs, menus, health and kinds."""
        from qinglan.kernel.events import (  # noqa: PLC0415 - registration needs loaded models
            health,  # noqa: F401 - as above
            lower_floors,  # noqa: F401 - as above
            navigation,  # noqa: F401 - as above
            own_kinds,  # noqa: F401 - as above
            rules,  # noqa: F401 - as above
        )
