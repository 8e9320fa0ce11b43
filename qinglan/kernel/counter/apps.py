"""The app of the counter."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CounterConfig(AppConfig):
    """Counter mode."""

    name = "qinglan.kernel.counter"
    label = "counter"
    verbose_name = _("Counter")

    def ready(self) -> None:
        """Declare verbs, kinds of events, messages and navigation."""
        from qinglan.kernel.counter import (  # noqa: PLC0415 - declarations need loaded models
            navigation,  # noqa: F401 - as above
            own_kinds,  # noqa: F401 - as above
            rules,  # noqa: F401 - as above
        )
