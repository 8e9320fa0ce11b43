"""``{% load checking %}``."""

from django import template
from django.utils.safestring import SafeString

from qinglan.kernel.web.templatetags.qinglan import light
from qinglan.programmes.models import DataGrant
from qinglan.programmes.views.data_grants import words_now

register = template.Library()


@register.simple_tag
def grant_light(grant: DataGrant) -> SafeString:
    """How a request for data stands today."""
    kind, word = words_now(grant)
    return light(kind, word)
