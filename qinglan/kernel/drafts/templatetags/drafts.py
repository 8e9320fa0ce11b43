"""``{% load drafts %}``: what a form says so that it is saved while somebody types."""

import hmac
from hashlib import sha256
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag(takes_context=True)
def autosave(context: Any, form: Any = None) -> SafeString:
    """Attributes for a ``<form>`` whose values are saved while they are typed.

    Without `form` always; with it where the form says ``autosave = True``; for people who are
    logged in. Words stand here so that the script needs none of its own.
    """
    request = context.get("request")
    user = getattr(request, "user", None)
    if (
        user is None
        or not user.is_authenticated
        or (form is not None and not getattr(form, "autosave", False))
    ):
        return mark_safe("")
    bound = mark_safe(' data-q-bound="1"') if getattr(form, "is_bound", False) else ""
    owner = hmac.new(settings.SECRET_KEY.encode(), f"drafts:{user.pk}".encode(), sha256).hexdigest()[:16]
    return format_html(
        '{} data-q-draft="{}" data-q-owner="{}" data-q-saved="{}" data-q-local="{}" data-q-ended="{}"'
        ' data-q-elsewhere="{}" data-q-take="{}" data-q-unsaved="{}" data-q-long="{}"',
        bound,
        reverse("drafts:save"),
        owner,
        _("Draft saved %(time)s") % {"time": "{}"},
        _("Not connected: kept on this device, and saved as soon as the connection is back"),
        _("Your session has ended: kept on this device. Log in in another window, then go on here."),
        _("Another window had saved something else at %(time)s; this window's is the newer one.")
        % {"time": "{}"},
        _("Take the other version"),
        _("What you typed without a connection was put back in. Check it."),
        _("This is too long to be kept as a draft."),
    )
