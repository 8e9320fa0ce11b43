"""What owners are told of matches."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.messages.templates_registry import register

MATCHES = register(
    "market.matches",
    _("New matches: %(title)s"),
    _(
        "%(count)s new matches were found for “%(title)s”. Each says why it was found; say of those that don't fit why not."
    ),
).name
