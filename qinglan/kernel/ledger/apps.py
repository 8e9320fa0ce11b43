"""The app of the ledger."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """The ledger."""

    name = "qinglan.kernel.ledger"
    label = "ledger"
    verbose_name = _("Ledger")

    def ready(self) -> None:
        """Register permissions, menus and health."""
        from qinglan.kernel.ledger import (  # noqa: PLC0415 - registration needs loaded models
            health,  # noqa: F401 - as above
            naming,  # noqa: F401 - as above
            navigation,  # noqa: F401 - as above
            recorded,  # noqa: F401 - as above
            rules,  # noqa: F401 - as above
        )
