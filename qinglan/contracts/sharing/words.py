"""What the arithmetic refuses, in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from qinglan.contracts.sharing.arithmetic import TEAM

_FAULTS = {
    "no_tier": _("Write down at least one tier of shares."),
    "first_tier": _("The first tier begins at nought."),
    "order": _("The tiers rise: each begins above the one before it."),
    "sum": _("The shares of each tier sum to 100 %."),
    "negative": _("An amount or share is below nought, or more is taken back than there was."),
    "no_team": _("The inventors have no share."),
    "recipients": _("Every tier names the same recipients."),
    "tail": _("Choose a recipient of the rule that takes what rounding leaves."),
    "nobody": _("An invention has no contributors yet."),
    "parts": _("The parts sum to 100 %."),
    "weights": _("Every invention of the contract needs a weight above nought."),
    "no_main": _("Mark at least one main contributor."),
    "twice": _("Something is named twice."),
}


def fault_words(fault: str) -> str:
    """In the reader's language."""
    return str(_FAULTS[fault])


def recipient_words(name: str) -> str:
    """A recipient as readers know it: the inventors, or the fund's own name."""
    return pgettext("of an income", "Inventors") if name == TEAM else name
