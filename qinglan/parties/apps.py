"""The app of people and organisations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartiesConfig(AppConfig):
    """People and organisations."""

    name = "qinglan.parties"
    label = "parties"
    verbose_name = _("People and organisations")
