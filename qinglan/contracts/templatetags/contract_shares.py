"""Shares of a firm in templates."""

from django import template

register = template.Library()


@register.filter
def per_cent_of_hundredths(share: int) -> str:
    """Hundredths of a per cent as a percentage: 4250 is 42.50, 5000 is 50."""
    return f"{share // 100}.{share % 100:02d}" if share % 100 else str(share // 100)
