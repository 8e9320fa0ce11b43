"""The app of rights."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

_DECLARING = ("ledger_sheet", "navigation", "recorded", "rules")
"""Modules that register something by being imported."""


class RightsConfig(AppConfig):
    """Intellectual property."""

    name = "qinglan.rights"
    label = "rights"
    verbose_name = _("Intellectual property")

    def ready(self) -> None:
        """Declare verbs, events, the ledger as a spreadsheet and menus."""
        for room in _DECLARING:
            import_module(f"{self.name}.{room}")  # Declarations need loaded models.
