"""The app of the clock."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClockConfig(AppConfig):
    """The clock."""

    name = "qinglan.kernel.clock"
    label = "clock"
    verbose_name = _("Clock")

    def ready(self) -> None:
        """Register the verb's permission and the check."""
        from qinglan.kernel.clock import checks, rules  # noqa: F401, PLC0415 - registration when apps are ready
