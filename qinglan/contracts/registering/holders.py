"""Who reads and adds the files of registrations."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.contracts.domain.registration_paper import HOLDER, PAPERS
from qinglan.contracts.registering.queries import registrations
from qinglan.kernel import naming, permissions
from qinglan.kernel.documents import holders
from qinglan.kernel.naming import Name


def _may(permission: str) -> Any:
    def answer(user: Any, key: str) -> bool:
        row = registrations().filter(pk=int(key)).first()
        return row is not None and bool(permissions.answer(user, permission, row))

    return answer


def _named(keys: list[str]) -> dict[str, Name]:
    rows = registrations().filter(pk__in=naming.numbers(keys))
    return {str(row.pk): Name(str(row), row.get_absolute_url()) for row in rows}


holders.register(
    HOLDER,
    _("Registrations of contracts"),
    may_read=_may("contracts.view_registration"),
    may_add=_may("contracts.enter_result"),
)
holders.register(
    PAPERS,
    _("Papers of registrations"),
    may_read=_may("contracts.read_registration_papers"),
    may_add=_may("contracts.enter_result"),
)
naming.register("contracts.registration", _named)
