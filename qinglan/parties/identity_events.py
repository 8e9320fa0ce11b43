"""Repairs of identities, as events of an account's stream, and the notices about them."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events
from qinglan.kernel.messages.templates_registry import register

UNLINKED = events.register_kind(
    "parties.identity-unlinked", _("A unified identity was unlinked from an account.")
).name
RESET_ASKED = events.register_kind(
    "parties.factor-reset-asked", _("Somebody proved a contact by a code and asked for a new second factor.")
).name
RESET_DONE = events.register_kind(
    "parties.factor-reset",
    _("A security administrator removed a lost second factor after a check of identity."),
).name
RESET_REFUSED = events.register_kind(
    "parties.factor-reset-refused", _("A security administrator refused to remove a second factor.")
).name

CONTACT_NOTICE = register(
    "parties.contact-notice",
    _("The contact of your account was changed"),
    _(
        "The mobile number or mailbox of your account was changed at %(time)s. Was it not you? Call the office at once, and log in to end all sessions."
    ),
).name
RESET_NOTICE = register(
    "parties.reset-notice",
    _("The second factor of your account: %(what)s"),
    _("This happened at %(time)s. Was it not you? Call the office at once."),
).name
