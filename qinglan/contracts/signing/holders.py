"""Who reads and adds the files of a signing: the paper, scans, what was signed electronically."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models import Contract
from qinglan.kernel import permissions
from qinglan.kernel.documents import holders

HOLDER = "contracts.signing"
"""The key is the number of the contract."""


def _may_read(user: Any, key: str) -> bool:
    contract = Contract.objects.filter(number=key).first()
    return contract is not None and bool(
        permissions.answer(user, "contracts.read", contract)
        or permissions.answer(user, "contracts.compare_scan", contract)
    )


def _may_add(user: Any, key: str) -> bool:
    contract = Contract.objects.filter(number=key).first()
    return contract is not None and bool(
        permissions.answer(user, "contracts.put_to_signature", contract)
        or permissions.answer(user, "contracts.answer_order")
    )


holders.register(HOLDER, _("contracts that are signed"), may_read=_may_read, may_add=_may_add)
