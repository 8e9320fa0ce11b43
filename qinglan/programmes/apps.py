"""The app of programmes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    """Programmes."""

    name = "qinglan.programmes"
    label = "programmes"
    verbose_name = _("Programmes")

    def ready(self) -> None:
        """Declare verbs, events, messages and what happens at each step."""
        from qinglan.programmes import definition_files, definition_rules  # noqa: F401, PLC0415 - needs loaded models
