"""The app of drafts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DraftsConfig(AppConfig):
    """Drafts of forms, and forms that were sent."""

    name = "qinglan.kernel.drafts"
    label = "drafts"
    verbose_name = _("Drafts")
