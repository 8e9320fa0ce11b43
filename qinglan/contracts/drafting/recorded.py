"""What the event log keeps of written versions: digests, never the words."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events

VERSION = events.register_kind(
    "contracts.version-written",
    _("A version of a contract was written: its number, digest and version code."),
).name
