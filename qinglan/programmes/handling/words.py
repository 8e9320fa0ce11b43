"""Words for what is stored as a name: the outcomes of steps."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OUTCOMES: dict[str, str | Promise] = {
    "submitted": _("submitted"),
    "passed": _("passed"),
    "to_correct": _("returned for correction"),
    "failed": _("failed"),
    "resubmitted": _("resubmitted"),
    "lapsed": _("lapsed"),
    "recommended": _("recommended"),
    "returned": _("returned"),
    "declined": _("not recommended"),
    "clear": _("no objection"),
    "hit": _("objection"),
    "drawn": _("drawn"),
    "below": _("below the mark"),
    "agreed": _("agreed"),
    "refused": _("refused"),
    "unopposed": _("unopposed"),
    "upheld": _("objection upheld"),
    "granted": _("granted"),
    "issued": _("issued"),
    "accepted": _("accepted"),
    "listed": _("listed"),
    "not_listed": _("not listed"),
    "paid": _("paid"),
    "stopped": _("stopped"),
}
"""Every outcome of every type of step."""
