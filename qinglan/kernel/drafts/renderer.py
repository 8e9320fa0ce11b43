"""Draws forms as the pages do, filled with what was kept, secrets named."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpRequest

from qinglan.kernel.drafts import restoring
from qinglan.kernel.web import forms as web


class Renderer(web.Renderer):
    """The renderer of every form: setting ``FORM_RENDERER``."""

    form_template_name = "drafts/form.html"
    field_template_name = "drafts/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Fill the form first, whichever part of it is drawn first."""
        form, field = context.get("form"), context.get("field")
        if isinstance(form, forms.BaseForm):
            restoring.fill(form)
        elif isinstance(field, BoundField):
            restoring.fill(field.form)
            context = {**context, "secret": restoring.is_secret(field.field)}
        return super().render(template_name, context, request)
