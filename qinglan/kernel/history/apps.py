"""The app of history. It has no tables of its own: each tracked table has one beside it."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _


class HistoryConfig(AppConfig):
    """History."""

    name = "qinglan.kernel.history"
    label = "history"
    verbose_name = _("History")

    def ready(self) -> None:
        """Tell every connection of the database who acts, and declare the verb."""
        from qinglan.kernel.history import rules  # noqa: F401, PLC0415 - declarations need loaded apps
        from qinglan.kernel.history.context import listen  # noqa: PLC0415 - as above
        from qinglan.kernel.history.quick_migrations import install  # noqa: PLC0415 - as above

        install()
        connection_created.connect(listen, dispatch_uid="qinglan.history")
