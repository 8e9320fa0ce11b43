"""``{% csrf_token %}`` of every form, with the token that lets it be kept and sent once.

Entered among the built-in tags, so that no template can leave it out.
"""

from typing import Any

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from qinglan.kernel.drafts import tokens

register = template.Library()


class FormTokensNode(CsrfTokenNode):
    """Both hidden fields."""

    def render(self, context: Any) -> SafeString:
        """The field against forged forms, and ours where the page answers a request."""
        request = context.get("request")
        given = super().render(context)
        if not given or request is None:
            return SafeString(given)
        return format_html(
            '{}<input type="hidden" name="{}" value="{}">', given, tokens.FIELD, tokens.issue(request)
        )


@register.tag
def csrf_token(parser: Any, token: Any) -> FormTokensNode:
    """Replaces Django's tag of this name."""
    return FormTokensNode()
