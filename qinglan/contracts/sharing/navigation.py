"""Where service inventions stand in the menus, and the names of their records elsewhere."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models import Conversion, Distribution, Invention, ShareNotice
from qinglan.contracts.sharing.queries import SEES
from qinglan.kernel import naming
from qinglan.kernel.naming import Name
from qinglan.kernel.web import navigation
from qinglan.parties import grants


def _conversions(keys: list[str]) -> dict[str, Name]:
    rows = Conversion.objects.filter(pk__in=naming.numbers(keys))
    return {str(row.pk): Name(str(row), row.get_absolute_url()) for row in rows}


def _inventions(keys: list[str]) -> dict[str, Name]:
    rows = Invention.objects.filter(pk__in=naming.numbers(keys))
    return {str(row.pk): Name(str(row), row.get_absolute_url()) for row in rows}


def _plans(keys: list[str]) -> dict[str, Name]:
    rows = Distribution.objects.filter(pk__in=naming.numbers(keys)).select_related("conversion")
    return {str(row.pk): Name(str(row), row.get_absolute_url()) for row in rows}


def _notices(keys: list[str]) -> dict[str, Name]:
    rows = ShareNotice.objects.filter(pk__in=naming.numbers(keys)).select_related("conversion")
    return {str(row.pk): Name(f"{row} {row.conversion.number}", row.get_absolute_url()) for row in rows}


def _has_a_unit(user: Any) -> bool:
    """Acts for some organisation or keeps its money: asked on every page, so of what is read anyway."""
    return getattr(user, "is_authenticated", False) and any(
        not grant.is_office and grant.role in SEES for grant in grants.of(user)
    )


naming.register("contracts.conversion", _conversions)
naming.register("contracts.invention", _inventions)
naming.register("contracts.distribution", _plans)
naming.register("contracts.share-notice", _notices)
navigation.register(
    "contracts:income", _("Service inventions"), order=33, group="market", visible=_has_a_unit
)
