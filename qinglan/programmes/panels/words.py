"""What happened to a seat, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.programmes.models import SeatStep

WORDS: dict[str, str | Promise] = {
    "called": gettext_lazy("called by the order"),
    "invited": gettext_lazy("invited"),
    "accepted": gettext_lazy("said yes"),
    "declined": gettext_lazy("said no"),
    "conflicted": gettext_lazy("left because of ties"),
    "replaced": gettext_lazy("replaced"),
    "unreached": gettext_lazy("not reached"),
    "excluded": gettext_lazy("excluded from %(case)s"),
    "closed": gettext_lazy("%(case)s closed: its seats stand"),
    "reopened": gettext_lazy("%(case)s is back at its review: its seats are counted anew"),
}


def step_words(step: SeatStep) -> str:
    """One line of a seat's history."""
    what = str(WORDS[step.what]) % {"case": step.case.label if step.case else ""}
    return _("%(what)s, %(way)s") % {"what": what, "way": step.get_way_display()}
