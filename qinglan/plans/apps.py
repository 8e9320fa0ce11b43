"""The app of plan documents, targets and their standing."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """Plans."""

    name = "qinglan.plans"
    label = "plans"
    verbose_name = _("Plans")

    def ready(self) -> None:
        """Declare verbs, navigation, pack files and the parts of the system that this app is."""
        from qinglan.plans import desk, findable, finding, naming, navigation, rules  # noqa: F401, PLC0415 - declarations need loaded apps  # noqa: F401, PLC0415 - as above
        from qinglan.plans.domain import pack  # noqa: F401, PLC0415 - as above
