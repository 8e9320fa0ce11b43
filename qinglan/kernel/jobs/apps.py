"""The app of background jobs: procrastinate's tables, and one of ours for rows that a job left out."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Background jobs."""

    name = "qinglan.kernel.jobs"
    label = "jobs"
    verbose_name = _("Background jobs")

    def ready(self) -> None:
        """Declare verbs and navigation."""
        from qinglan.kernel.jobs import (  # noqa: PLC0415 - registration needs loaded models
            navigation,  # noqa: F401 - as above
            rules,  # noqa: F401 - as above
        )
