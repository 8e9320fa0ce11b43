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
        from qinglan.kernel.measures import (  # noqa: PLC0415 - registration needs loaded models
            demonstration,  # noqa: F401 - as above
            desk,  # noqa: F401 - as above
            findable,  # noqa: F401 - as above
            naming,  # noqa: F401 - as above
            navigation,  # noqa: F401 - as above
            packs,  # noqa: F401 - as above
            reported,  # noqa: F401 - as above
            rules,  # noqa: F401 - as above
            todos,  # noqa: F401 - as above
        )
