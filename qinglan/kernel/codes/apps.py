"""The app of code lists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CodesConfig(AppConfig):
    """Code lists."""

    name = "qinglan.kernel.codes"
    label = "codes"
    verbose_name = _("Code lists")

    def ready(self) -> None:
        """Register the files that packs hold for this app, and the verb's permission."""
        from qinglan.kernel.codes import list_files, packs, rules  # noqa: F401, PLC0415 - needs loaded models
