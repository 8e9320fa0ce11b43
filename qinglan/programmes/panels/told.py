"""What experts are told: the invitation with a link to this one task."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.messages.domain.link import make_link
from qinglan.kernel.messages.domain.message import send_message
from qinglan.kernel.messages.templates_registry import register
from qinglan.parties.holding import ACTS, people_of
from qinglan.programmes.models import Feedback, Seat

INVITED = register(
    "programmes.seat_invited",
    gettext_lazy("You were drawn as an expert: %(round)s"),
    gettext_lazy(
        "The review is on %(day)s. Answer with yes or no until then; the link leads to this one task."
    ),
).name
FEEDBACK = register(
    "programmes.feedback",
    gettext_lazy("What the experts said: %(programme)s"),
    gettext_lazy("The page of %(case)s says how the review came out and why."),
).name
PURPOSE = "programmes.answer_seat"


def subject_of(seat: Seat) -> str:
    """How a link names the seat that it was made for."""
    return f"seat:{seat.pk}"


def invite_by_message(*, acting_user: Any, seat: Seat) -> None:
    """Send the invitation, within the caller's transaction. Raises Impossible without an account."""
    user = seat.entry.expert.user
    if user is None:
        raise Impossible(
            _("This expert has no account to write to. Call him, and enter what he says."), field="way"
        )
    _link, token = make_link(
        acting_user=acting_user,
        user=user,
        purpose=PURPOSE,
        subject=subject_of(seat),
        url=reverse("panels:seat", args=[seat.pk]),
    )
    send_message(
        acting_user=acting_user,
        recipients=[user],
        template=INVITED,
        values={"round": seat.panel.round.title, "day": seat.panel.review_on.isoformat()},
        url=reverse("panels:invited", args=[token]),
        at_once=("mail", "sms"),
    )


def tell_of_feedback(*, acting_user: Any, feedback: Feedback) -> None:
    """Tell all who act for the applicant that the feedback is there, within the caller's transaction."""
    case = feedback.case
    send_message(
        acting_user=acting_user,
        recipients=people_of(case.applicant, *ACTS),
        template=FEEDBACK,
        values={"programme": case.version.title_zh, "case": str(case)},
        url=reverse("panels:feedback", args=[feedback.pk]),
    )
