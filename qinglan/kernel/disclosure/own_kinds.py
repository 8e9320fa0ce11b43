"""What is appended to the event log about clearances."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events

events.register_prefix("clearance", _("Gate before publication"))
CLEARED = events.register_kind(
    "disclosure.cleared",
    _(
        "Something was cleared for publication: subject, digest of what was checked, bases, number of findings, reason of an override."
    ),
).name
