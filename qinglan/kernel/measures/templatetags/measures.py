"""Template tags of measures: ``{% load measures %}``."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from qinglan.kernel.measures import units
from qinglan.kernel.measures.models import Stage

register = template.Library()


@register.simple_tag
def unit_words(unit: str) -> str:
    """A unit in the reader's language."""
    return units.unit_words(unit)


@register.simple_tag
def amount(value: Decimal, unit: str) -> SafeString:
    """An amount with its unit, in the reader's language."""
    return format_html('<span class="q-num">{}</span>', units.amount_words(value, unit))


@register.simple_tag
def stage_words(stage: str) -> str:
    """A stage in the reader's language; one that this version doesn't know as it is."""
    return str(dict(Stage.choices).get(stage, stage))
