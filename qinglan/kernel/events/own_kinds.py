"""The kinds of events that the log appends about itself."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.events.kinds import register_kind

ERASED = register_kind(
    "events.personal-erased",
    _(
        "Personal data of an earlier event of this stream was erased: which event, which fields, on what basis."
    ),
).name
