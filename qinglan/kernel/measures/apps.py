"""The app of measures and reported figures."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeasuresConfig(AppConfig):
    """Measures and reported figures."""

    name = "qinglan.kernel.measures"
    label = "measures"
    verbose_name = _("Measures")

    def ready(self) -> None:
        """Register measures, verbs and the files that packs hold for this app."""
        from qinglan.kernel.measures import demonstration, packs, reported, rules  # noqa: F401, PLC0415 - registration needs loaded models
