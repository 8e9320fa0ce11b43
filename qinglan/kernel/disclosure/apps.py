"""The app of the gate before publication."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisclosureConfig(AppConfig):
    """The gate before publication."""

    name = "qinglan.kernel.disclosure"
    label = "disclosure"
    verbose_name = _("Gate before publication")

    def ready(self) -> None:
        """Declare verbs, navigation and kinds of events."""
        from qinglan.kernel.disclosure import (  # noqa: PLC0415 - registration needs loaded models
            naming,  # noqa: F401 - as above
            navigation,  # noqa: F401 - as above
            own_kinds,  # noqa: F401 - as above
            rules,  # noqa: F401 - as above
        )
