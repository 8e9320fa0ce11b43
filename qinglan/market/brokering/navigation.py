"""Where the work of brokers stands in the menus, and its names elsewhere."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import naming
from qinglan.kernel.naming import Name
from qinglan.kernel.web import desks
from qinglan.market.brokering.rules import broker_of
from qinglan.market.models.brokering import Introduction, Mandate


def _is_broker(user: Any) -> bool:
    return broker_of(user) is not None


def _mandates(keys: list[str]) -> dict[str, Name]:
    rows = Mandate.objects.filter(pk__in=naming.numbers(keys)).select_related("broker", "technology", "need")
    return {str(row.pk): Name(str(row), row.get_absolute_url()) for row in rows}


def _introductions(keys: list[str]) -> dict[str, Name]:
    rows = Introduction.objects.filter(pk__in=naming.numbers(keys)).select_related("need", "technology")
    return {str(row.pk): Name(str(row), row.get_absolute_url()) for row in rows}


naming.register("market.mandate", _mandates)
for _side in ("need", "technology"):
    naming.register(f"market.introduction.{_side}", _introductions)
desks.register_shortcut(desks.Shortcut("brokering:home", _("My work as a broker"), _is_broker, order=12))
