"""The app of the ledger."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """The ledger."""

    name = "qinglan.kernel.ledger"
    label = "ledger"
    verbose_name = _("Ledger")

    def ready(self) -> None:
        """Register the verbs' permissions."""
        from qinglan.kernel.ledger import rules  # noqa: F401, PLC0415 - registration when apps are ready
