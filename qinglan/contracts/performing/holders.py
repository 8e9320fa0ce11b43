"""Who reads and adds the files about contracts in force."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.contracts.performing.papers import HOLDER
from qinglan.contracts.queries import contracts
from qinglan.kernel import permissions
from qinglan.kernel.documents import holders


def _may(permission: str) -> holders.May:
    def answer(user: Any, key: str) -> bool:
        contract = contracts().filter(number=key).first()
        return contract is not None and bool(permissions.answer(user, permission, contract))

    return answer


holders.register(
    HOLDER,
    _("Contracts in force"),
    may_read=_may("contracts.read"),
    may_add=_may("contracts.perform"),
)
