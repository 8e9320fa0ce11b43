"""The app of the rulebook."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RulebookConfig(AppConfig):
    """Rules with dates, and what is worked out by them."""

    name = "qinglan.kernel.rulebook"
    label = "rulebook"
    verbose_name = _("Rulebook")

    def ready(self) -> None:
        """Register the files of rules that packs hold."""
        from qinglan.kernel.rulebook import rule_files  # noqa: F401, PLC0415 - needs loaded models
