"""Filters of the pages about money."""

from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def per_cent_of_mille(share: int | None) -> str:
    """A share in per mille as percent: 30 is “3”, 25 is “2.5”."""
    if share is None:
        return ""
    text = f"{Decimal(share) / 10:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def of(found: dict[int, object], key: int) -> object | None:
    """What a mapping holds for a key."""
    return found.get(key)


@register.filter
def yuan_of(amount: Decimal | None) -> str:
    """An amount in 元 with separators, without idle noughts: 120000.00 is “120,000”."""
    if amount is None:
        return ""
    text = f"{amount:,.2f}"
    return text.removesuffix(".00")
