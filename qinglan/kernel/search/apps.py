"""The app of search."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Documents that can be found."""

    name = "qinglan.kernel.search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Register the consumer of the change log."""
        from qinglan.kernel.search import (  # noqa: PLC0415 - registration needs loaded models
            checks,  # noqa: F401
            consumer,  # noqa: F401
        )
        from qinglan.kernel.search.following import lag  # noqa: F401, PLC0415 - as above
        from qinglan.kernel.search.tokens import dictionary  # noqa: F401, PLC0415 - as above
