"""The app of programmes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    """Programmes."""

    name = "qinglan.programmes"
    label = "programmes"
    verbose_name = _("Programmes")
