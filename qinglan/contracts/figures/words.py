"""Codes of dimensions in words."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.contracts.figures.dimensions import BY_NAME
from qinglan.contracts.models import PricingWay
from qinglan.contracts.registering.pack import choices
from qinglan.kernel.codes.models import Territory

TITLES: dict[str, Any] = {
    "kind": _("Kind of contract"),
    "form": _("Sub-kind"),
    "field": _("Field of technology"),
    "plan_source": _("Plan source"),
    "ip_kind": _("Intellectual property"),
    "goal": _("Social and economic goal"),
    "industry": _("Industry served"),
    "seller_type": _("Type of the seller"),
    "buyer_type": _("Type of the buyer"),
    "seller_place": _("Place of the seller (technology out)"),
    "buyer_place": _("Place of the buyer (technology in)"),
    "pricing": _("How the price came about"),
    "field_pricing": _("Field and way of pricing"),
    "size": _("Size of the contract value"),
    "related": _("Between related parties"),
    "seller": _("Sellers"),
    "buyer": _("Buyers"),
    "broker": _("Brokers"),
}
SIZES: dict[str, Any] = {
    "lt1m": _("below 1 million yuan"),
    "1m": _("1 to 10 million yuan"),
    "10m": _("10 to 100 million yuan (large)"),
    "100m": _("100 million yuan and above (large)"),
}
RELATED: dict[str, Any] = {"yes": _("yes"), "no": _("no"), "": _("not said")}
NOT_SAID = pgettext_lazy("code", "not said")


def tables(*, whole: bool) -> list[tuple[str, Any]]:
    """The tables that there are, those by single parties for officers alone."""
    return [(name, title) for name, title in TITLES.items() if whole or not BY_NAME[name].named]


def in_words(dimension: str, codes: Iterable[str]) -> dict[str, str]:
    """Each code in the reader's words; an unknown one as it is."""
    wanted = list(codes)
    if dimension == "field_pricing":
        fields, ways = dict(choices("tech_field")), dict(PricingWay.choices)
        pairs = ((code, code.partition("|")) for code in wanted)
        return {
            code: f"{fields.get(field, field or NOT_SAID)} · {ways.get(way, way or NOT_SAID)}"
            for code, (field, _bar, way) in pairs
        }
    known = _known(dimension, wanted)
    return {code: str(known.get(code, code) or NOT_SAID) for code in wanted}


def _known(dimension: str, codes: list[str]) -> dict[str, Any]:
    if dimension == "size":
        return SIZES
    if dimension == "related":
        return RELATED
    if dimension == "pricing":
        return dict(PricingWay.choices)
    if dimension in ("seller_place", "buyer_place"):
        return {one.code: one.name for one in Territory.objects.filter(code__in=codes)}
    listed = BY_NAME[dimension].listed
    return dict(choices(listed)) if listed else {}
