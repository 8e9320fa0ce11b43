"""The app of the front pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Front pages and desks."""

    name = "qinglan.portal"
    label = "portal"
    verbose_name = _("Front pages")

    def ready(self) -> None:
        """Declare navigation and checks."""
        from qinglan.portal import health, navigation  # noqa: F401, PLC0415 - declarations need loaded apps
