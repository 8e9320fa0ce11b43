"""What is appended to the event log about figures and about needs without supply; how sets are named."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events, naming
from qinglan.kernel.messages.templates_registry import register
from qinglan.kernel.naming import Name
from qinglan.market.models import FigureSet

PUBLISHED = events.register_kind(
    "market.figures-published",
    _("Figures of the market became public: which, digest of the set, basis of the decision, set replaced."),
).name
WITHDRAWN = events.register_kind(
    "market.figures-withdrawn", _("Public figures of the market were withdrawn, with the reason.")
).name
INVITED = events.register_kind(
    "market.suppliers-invited",
    _("An officer asked organisations whether they can meet a need that has no supply: which ones."),
).name
INVITATION = register(
    "market.supplier-invited",
    _("A need looks for a solution: %(title)s"),
    _(
        "The market's office asks whether you can meet the need “%(title)s”, for which nothing fitting is offered yet. %(note)s Open it, enquire, or publish a technology of yours that fits."
    ),
).name
PREFIX = "market-figures"
events.register_prefix(PREFIX, _("Published figures of the market"))


def _named(keys: list[str]) -> dict[str, Name]:
    rows = FigureSet.objects.filter(pk__in=naming.numbers(keys))
    return {str(row.pk): Name(str(row), row.get_absolute_url()) for row in rows}


naming.register("market.figures", _named)
naming.register(PREFIX, _named)
