"""What comes next for a conversion or a plan, said in a sentence on its page."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models import Conversion, ConversionState, Distribution, DistributionState

CONVERSIONS: dict[str, Promise] = {
    ConversionState.PLANNED: _("The unit decides collectively on way and price; enter the decision here."),
    ConversionState.DECIDED: _("An agreed price is put on notice next; otherwise the contract follows."),
    ConversionState.NOTICED: _("The price stands on notice to its last day; then the contract follows."),
    ConversionState.CLEARED: _("The contract is drafted and named here; then it is signed and registered."),
    ConversionState.RUNNING: _(
        "What comes in is shared out by a plan: its rewards stand on notice, then they are paid and filed."
    ),
}
PLANS: dict[str, Promise] = {
    DistributionState.DRAFT: _("Check the reckoning line by line; then draft the notice of the rewards."),
    DistributionState.NOTICED: _("When the notice has ended, the finance contact reckons the tax and pays."),
    DistributionState.CLEARED: _(
        "The finance contact takes the payment list, reckons the tax, pays, and enters what was paid."
    ),
}


def next_of(row: Conversion | Distribution) -> str:
    """The sentence for the state of `row`; empty where nothing comes next."""
    words = CONVERSIONS if isinstance(row, Conversion) else PLANS
    return str(words.get(row.state, ""))
