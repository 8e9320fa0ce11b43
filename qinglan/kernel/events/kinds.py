"""The kinds of events: each app registers its own, with what one says. docs/events.md lists them."""

from qinglan.kernel.kinds import Kinds

KINDS = Kinds("event")
register_kind = KINDS.register
