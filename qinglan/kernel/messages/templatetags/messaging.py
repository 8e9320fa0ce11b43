"""``{% load messaging %}``: what a kind of message is called."""

from django import template

from qinglan.kernel.messages.templates_registry import kind_of

register = template.Library()


@register.filter
def message_kind(name: str) -> str:
    """The words for the template called `name`."""
    return kind_of(name)
