"""What the parties are told about versions."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models import ContractVersion
from qinglan.contracts.parties_told import tell_parties
from qinglan.kernel.messages.templates_registry import register

WRITTEN = register(
    "contracts.version_written",
    _("New version of a contract: %(title)s"),
    _(
        "Version %(number)s of %(title)s was written by %(unit)s. Look at what differs, then write on or have it signed."
    ),
).name


def version_written(acting_user: Any, version: ContractVersion) -> None:
    """The other parties."""
    tell_parties(
        acting_user,
        version.contract,
        WRITTEN,
        {"number": str(version.number), "unit": version.unit.name},
        but=[version.unit_id],
        url=version.get_absolute_url(),
    )
