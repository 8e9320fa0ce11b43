"""The app of contracts."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

_DECLARING: tuple[str, ...] = (
    "aids.of_contract",
    "aids.pack",
    "demonstration.loading",
    "drafting.pack",
    "drafting.recorded",
    "drafting.shown",
    "drafting.told",
    "figures.measures",
    "figures.navigation",
    "figures.rules",
    "hand_overs",
    "mobility.holders",
    "mobility.navigation",
    "mobility.pack",
    "mobility.recorded",
    "mobility.rules",
    "mobility.todos",
    "mobility.told",
    "navigation",
    "overview",
    "performing.holders",
    "performing.recorded",
    "performing.shown",
    "performing.todos",
    "performing.told",
    "recorded",
    "registering.follows",
    "registering.history_words",
    "registering.holders",
    "registering.navigation",
    "registering.outage_effects",
    "registering.pack",
    "registering.recorded",
    "registering.results_sheet",
    "registering.rules",
    "registering.shown",
    "registering.todos",
    "registering.told",
    "rules",
    "settling.followed",
    "settling.line_data",
    "settling.navigation",
    "settling.reacting",
    "settling.recorded",
    "settling.rules",
    "settling.shown",
    "settling.todos",
    "settling.told",
    "sharing.desk",
    "sharing.holders",
    "sharing.navigation",
    "sharing.pack",
    "sharing.personal",
    "sharing.reacting",
    "sharing.recorded",
    "sharing.rules",
    "sharing.shown",
    "sharing.todos",
    "sharing.told",
    "signing.follow",
    "signing.holders",
    "signing.local",
    "signing.recorded",
    "signing.rules",
    "signing.shown",
    "signing.todos",
    "signing.told",
)
"""Modules that register something by being imported."""


class ContractsConfig(AppConfig):
    """Contracts, registration and income."""

    name = "qinglan.contracts"
    label = "contracts"
    verbose_name = _("Contracts, registration and income")

    def ready(self) -> None:
        """Declare files of packs and menus."""
        for room in _DECLARING:
            import_module(f"{self.name}.{room}")  # Declarations need settings.
