"""The app of auctions."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

_DECLARING: tuple[str, ...] = (
    "bidders.recorded",
    "bidders.rules",
    "bidding.course",
    "bidding.recorded",
    "bidding.rules",
    "domain.acceptance",
    "domain.result",
    "lots.demonstration",
    "lots.holders",
    "lots.measures",
    "lots.navigation",
    "lots.offering",
    "lots.outage_effects",
    "lots.pack",
    "lots.rules",
    "lots.todos",
    "lots.told",
    "recorded",
    "results.pack",
    "results.recorded",
    "results.rules",
    "results.todos",
    "results.told",
    "sealing.recorded",
    "sealing.rules",
    "sealing.todos",
)
"""Modules that register something by being imported."""


class AuctionsConfig(AppConfig):
    """Auctions and sealed bids."""

    name = "qinglan.auctions"
    label = "auctions"
    verbose_name = _("Auctions and sealed bids")

    def ready(self) -> None:
        """Declare verbs, events, files, to-dos and menus."""
        for room in _DECLARING:
            import_module(f"{self.name}.{room}")  # Declarations need loaded models.
