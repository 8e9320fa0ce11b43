"""The app of to-dos."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TodosConfig(AppConfig):
    """To-dos."""

    name = "qinglan.kernel.todos"
    label = "todos"
    verbose_name = _("To-dos")

    def ready(self) -> None:
        """Declare verbs, messages and the files of packs."""
        from qinglan.kernel.todos import (  # noqa: PLC0415 - registration needs loaded models
            announcing,  # noqa: F401 - as above
            finding,  # noqa: F401 - as above
            navigation,  # noqa: F401 - as above
            recorded,  # noqa: F401 - as above
            reminders,  # noqa: F401 - as above
            rules,  # noqa: F401 - as above
        )
