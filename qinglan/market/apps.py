"""The app of the market."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

_DECLARING = (
    "abroad",
    "brokering.demonstration",
    "brokering.navigation",
    "brokering.recorded",
    "brokering.rules",
    "brokering.told",
    "contact.demonstration",
    "contact.events",
    "contact.measures",
    "contact.navigation",
    "contact.pack",
    "contact.rules",
    "contact.todos",
    "contact.told",
    "demonstration",
    "domain.saved",
    "exchange.mapping",
    "exchange.sheet",
    "figures.measures",
    "figures.navigation",
    "figures.recorded",
    "figures.rules",
    "findable",
    "matching.demonstration",
    "matching.rules",
    "matching.told",
    "measures",
    "navigation",
    "quality",
    "recorded",
    "rules",
    "todos",
)
"""Modules that register something by being imported."""


class MarketConfig(AppConfig):
    """The technology market."""

    name = "qinglan.market"
    label = "market"
    verbose_name = _("Technology market")

    def ready(self) -> None:
        """Declare verbs, events, files, to-dos and menus."""
        for room in _DECLARING:
            import_module(f"{self.name}.{room}")  # Declarations need loaded models.
