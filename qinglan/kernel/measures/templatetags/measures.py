"""Template tags of measures: ``{% load measures %}``."""

from django import template

from qinglan.kernel.measures import units
from qinglan.kernel.measures.models import Stage

register = template.Library()


@register.simple_tag
def unit_words(unit: str) -> str:
    """A unit in the reader's language."""
    return units.unit_words(unit)


@register.simple_tag
def stage_words(stage: str) -> str:
    """A stage in the reader's language; one that this version doesn't know as it is."""
    return str(dict(Stage.choices).get(stage, stage))
