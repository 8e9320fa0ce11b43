"""Who reads and adds the files of inventions, conversions and notices in a unit."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.contracts.domain.conversion import HOLDER as CONVERSION
from qinglan.contracts.domain.invention import HOLDER as INVENTION
from qinglan.contracts.domain.share_notice import HOLDER as NOTICE
from qinglan.contracts.models import Conversion, Invention, ShareNotice
from qinglan.kernel import permissions
from qinglan.kernel.documents import holders


def _may(model: Any, field: str, permission: str) -> holders.May:
    def may(user: Any, key: str) -> bool:
        row = model.objects.filter(**{field: key}).first()
        return row is not None and bool(permissions.answer(user, permission, row))

    return may


holders.register(
    INVENTION,
    _("Service inventions"),
    may_read=_may(Invention, "number", "contracts.see_invention"),
    may_add=_may(Invention, "number", "contracts.see_invention"),
)
holders.register(
    CONVERSION,
    _("Conversions of service inventions"),
    may_read=_may(Conversion, "number", "contracts.see_income"),
    may_add=_may(Conversion, "number", "contracts.run_income"),
)
holders.register(
    NOTICE,
    _("Notices in a unit"),
    may_read=_may(ShareNotice, "pk", "contracts.read_share_notice"),
    may_add=_may(ShareNotice, "pk", "contracts.run_income"),
)
