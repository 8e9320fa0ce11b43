"""What happens to a contract in force, as events of its stream."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events

MILESTONE = events.register_kind(
    "contracts.milestone-moved",
    _("A milestone was delivered, accepted or refused: number, day, digest of the words."),
).name
AMENDMENT = events.register_kind(
    "contracts.amendment-moved",
    _(
        "An amendment was proposed, agreed, refused or withdrawn: its number, what stood and what shall stand."
    ),
).name
ENDING = events.register_kind(
    "contracts.ending-moved",
    _("An early end was proposed, agreed, refused or withdrawn: its ground and day."),
).name
MATTER = events.register_kind(
    "contracts.matter-moved",
    _("A breach or dispute was raised, answered, settled or withdrawn: number and outcome."),
).name
