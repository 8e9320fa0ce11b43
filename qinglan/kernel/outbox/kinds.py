"""The kinds of changes: each app registers its own, with what one says. docs/outbox.md lists them."""

from qinglan.kernel.kinds import Kinds

KINDS = Kinds("change")
register_kind = KINDS.register
