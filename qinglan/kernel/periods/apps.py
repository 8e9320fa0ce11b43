"""The app of legal periods."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeriodsConfig(AppConfig):
    """Legal periods."""

    name = "qinglan.kernel.periods"
    label = "periods"
    verbose_name = _("Legal periods")

    def ready(self) -> None:
        """Register the files that packs hold for this app."""
        from qinglan.kernel.periods import packs  # noqa: F401, PLC0415 - registration when apps are ready
