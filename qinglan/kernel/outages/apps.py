"""The app of certified outages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutagesConfig(AppConfig):
    """Certified outages."""

    name = "qinglan.kernel.outages"
    label = "outages"
    verbose_name = _("Certified outages")

    def ready(self) -> None:
        """Declare the verb, its event, the rule's file and the link."""
        from qinglan.kernel.outages import navigation, recorded, rule, rules  # noqa: F401, PLC0415 - when apps are ready
