"""The kinds of events that the log appends about itself."""

from qinglan.kernel.events.kinds import register_kind

ERASED = register_kind(
    "events.personal-erased",
    "Personal data of an earlier event of this stream was erased: which event, which fields, on what basis.",
).name
