"""Where rights stand in the menus."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.parts import announce
from qinglan.kernel.web import navigation


def _keeps(user: Any) -> bool:
    return bool(permissions.answer(user, "rights.ledger"))


announce("rights")
navigation.register("rights:list", _("Ledger of rights"), order=33, visible=_keeps, place="account")
