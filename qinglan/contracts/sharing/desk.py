"""The way to one's own share, on the desk of inventors."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models import Inventor
from qinglan.kernel.web import desks


def is_inventor(user: Any) -> bool:
    """Some unit entered this account for one of its inventors."""
    return Inventor.objects.filter(user_id=user.pk).exists()


desks.register_shortcut(desks.Shortcut("contracts:own-income", _("My own share"), is_inventor, order=60))
