"""The app of programmes."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

_DECLARING = (
    "audit.events",
    "audit.navigation",
    "awards.events",
    "awards.measures",
    "awards.navigation",
    "awards.todos",
    "awards.told",
    "cases.told",
    "checking.events",
    "checking.navigation",
    "checking.todos",
    "checking.told",
    "definition.files",
    "demonstration.load",
    "desks.desk",
    "desks.todos",
    "domain.award_end",
    "domain.draw",
    "domain.joint_check",
    "domain.notice_close",
    "domain.own_score",
    "domain.re_evaluation",
    "domain.seating",
    "handling.joint_check_sheet",
    "handling.navigation",
    "handling.upper_list_sheet",
    "money.events",
    "notices.events",
    "notices.navigation",
    "notices.objector_data",
    "notices.todos",
    "outage_effects",
    "panels.desk",
    "panels.events",
    "panels.sheet",
    "panels.steps",
    "panels.told",
    "recorded",
    "rounds.navigation",
    "rules",
    "rules.definition",
)
"""Modules that register something by being imported."""


class ProgrammesConfig(AppConfig):
    """Programmes."""

    name = "qinglan.programmes"
    label = "programmes"
    verbose_name = _("Programmes")

    def ready(self) -> None:
        """Declare verbs, events, messages and what happens at each step."""
        for room in _DECLARING:
            import_module(f"{self.name}.{room}")  # Declarations need loaded models.
