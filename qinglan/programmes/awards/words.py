"""Words for the register: what a line of an award's history says, and the light of each state."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qinglan.programmes.models import AwardState, PaymentState

CHANGES: dict[str, str | Promise] = {
    "granted": _("granted"),
    "listed": _("entered from the list of the authority above"),
    "in_force": _("in force again"),
    "warned": _("warned"),
    "rectifying": _("told to rectify"),
    "rectified": _("rectified"),
    "revoked": _("revoked"),
    "expired": _("expired"),
    "exited": _("left of its holder's own will"),
    "replaced": _("replaced by a later one"),
    "renewed": _("renewed"),
    "re_evaluated": _("evaluated again"),
    "evaluation_begun": _("handed in for re-evaluation"),
    "evaluation_dropped": _("application for re-evaluation dropped"),
}
"""The kinds of `AwardChange`; what isn't here is shown as it is stored."""

LIGHTS = {
    AwardState.IN_FORCE: "done",
    AwardState.WARNED: "due",
    AwardState.RECTIFYING: "due",
    AwardState.REVOKED: "late",
    AwardState.EXPIRED: "idle",
    AwardState.EXITED: "idle",
    AwardState.REPLACED: "idle",
}
PAYMENTS = {
    PaymentState.WORKED_OUT: "due",
    PaymentState.APPROVED: "due",
    PaymentState.REQUESTED: "due",
    PaymentState.PAID: "done",
    PaymentState.STOPPED: "idle",
}


def change_words(kind: str) -> str:
    """A kind of change in the reader's language."""
    return str(CHANGES.get(kind, kind))
