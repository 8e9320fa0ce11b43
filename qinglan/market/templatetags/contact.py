"""Tags for pages about contacts."""

from typing import Any

from django import template

register = template.Library()


@register.simple_tag
def contact_name(enquiry: Any, side: str, reader: str) -> str:
    """The name of a side of an enquiry as the other one reads it: name or alias."""
    found: str = enquiry.name_of(side, reader)
    return found
