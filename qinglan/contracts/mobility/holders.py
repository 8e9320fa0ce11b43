"""Who reads and adds the scans of agreements."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.contracts.domain.mobility_decision import HOLDER
from qinglan.contracts.models import Mobility
from qinglan.kernel import permissions
from qinglan.kernel.documents import holders


def _reads(user: Any, key: str) -> bool:
    row = Mobility.objects.filter(number=key).first()
    return row is not None and bool(permissions.answer(user, "contracts.view_mobility", row))


def _adds(user: Any, key: str) -> bool:
    row = Mobility.objects.filter(number=key).first()
    return row is not None and bool(permissions.answer(user, "contracts.decide_mobility", row))


holders.register(HOLDER, _("Agreements of arrangements of researchers"), may_read=_reads, may_add=_adds)
