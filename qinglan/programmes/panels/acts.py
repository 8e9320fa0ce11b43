"""What the secretary may do to a panel and its seats: form, words, and the verb that is called."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qinglan.programmes.domain.draw import cancel_panel, draw, publish_draw, redraw_case
from qinglan.programmes.domain.seat import answer_seat, find_conflict, invite_seat, note_call, replace_seat
from qinglan.programmes.models import Panel, PanelCase, PanelState, Seat, SeatState, Way
from qinglan.programmes.panels import forms

Text = str | Promise


@dataclass(frozen=True)
class Act:
    """One act: in which states it is offered, its form, its words, and what runs it."""

    name: str
    states: tuple[str, ...]
    form: Callable[[Any, Any], Any]
    run: Callable[[Any, Any, Any], object]
    title: Text
    lead: Text
    submit: Text
    done: Text


def _plain(_thing: Any, data: Any) -> forms.Refusable:
    return forms.ConfirmForm(data)


def _reason(_thing: Any, data: Any) -> forms.Refusable:
    return forms.ReasonForm(data)


def _current(panel: Panel) -> list[PanelCase]:
    return list(panel.cases.filter(is_current=True).select_related("case"))


def _own(seat: Seat) -> list[PanelCase]:
    rows = PanelCase.objects.filter(assignments__seat=seat, assignments__ended_at__isnull=True)
    return list(rows.select_related("case").distinct())


PANEL_ACTS = {
    one.name: one
    for one in (
        Act(
            "draw",
            (PanelState.COMMITTED,),
            _plain,
            lambda user, panel, _form: draw(acting_user=user, panel=panel),
            _("Draw the experts"),
            _("The order follows from the seed that is sealed since the commitment. Nobody can choose."),
            _("Draw now"),
            _("The experts are drawn. Invite them."),
        ),
        Act(
            "redraw",
            (PanelState.DRAWN,),
            lambda panel, data: forms.RedrawForm(_current(panel), data),
            lambda user, panel, form: redraw_case(
                acting_user=user,
                panel=panel,
                case=panel.cases.get(pk=form.cleaned_data["case"]),
                reason=form.cleaned_data["reason"],
            ),
            _("Draw anew for a case"),
            _("When the order is used up, or the panel can't judge it. What was marked counts no more."),
            _("Take it back to its draw"),
            _("The case waits for a new draw."),
        ),
        Act(
            "cancel",
            (PanelState.COMMITTED, PanelState.DRAWN),
            _reason,
            lambda user, panel, form: cancel_panel(
                acting_user=user, panel=panel, reason=form.cleaned_data["reason"]
            ),
            _("Cancel the draw"),
            _("Only before the review begins. Commitment and reason stay public."),
            _("Cancel the draw"),
            _("The draw is cancelled. Its cases wait for a new one."),
        ),
        Act(
            "publish",
            (PanelState.DRAWN, PanelState.CANCELLED),
            _plain,
            lambda user, panel, _form: publish_draw(acting_user=user, panel=panel),
            _("Publish the draw"),
            _("Seed and pseudonymous pool become public, so that anybody can replay the draw. For ever."),
            _("Publish now"),
            _("The draw is public."),
        ),
    )
}
OPEN = (SeatState.CALLED, SeatState.INVITED)
SEAT_ACTS = {
    one.name: one
    for one in (
        Act(
            "message",
            OPEN,
            _plain,
            lambda user, seat, _form: invite_seat(acting_user=user, seat=seat, way=Way.MESSAGE),
            _("Invite by message"),
            _("The message names round and day, no applicant. Its link leads to this one answer."),
            _("Send the invitation"),
            _("The invitation was sent."),
        ),
        Act(
            "telephone",
            (SeatState.CALLED,),
            _plain,
            lambda user, seat, _form: invite_seat(acting_user=user, seat=seat, way=Way.TELEPHONE),
            _("Invited by telephone"),
            _("You spoke with the expert and he considers it. Name no applicant on the telephone."),
            _("Note the call"),
            _("The call is noted."),
        ),
        Act(
            "unreached",
            OPEN,
            _plain,
            lambda user, seat, _form: note_call(acting_user=user, seat=seat),
            _("Not reached"),
            _("Each attempt is kept with its time. The order stays."),
            _("Note the attempt"),
            _("The attempt is noted."),
        ),
        Act(
            "yes",
            (SeatState.INVITED,),
            _plain,
            lambda user, seat, _form: answer_seat(
                acting_user=user, seat=seat, accepts=True, way=Way.TELEPHONE
            ),
            _("Said yes on the telephone"),
            _("As you heard it from the expert himself."),
            _("Keep the yes"),
            _("The answer is kept."),
        ),
        Act(
            "no",
            (SeatState.INVITED,),
            _reason,
            lambda user, seat, form: answer_seat(
                acting_user=user,
                seat=seat,
                accepts=False,
                way=Way.TELEPHONE,
                reason=form.cleaned_data["reason"],
            ),
            _("Said no on the telephone"),
            _("The next in the order is called at once."),
            _("Keep the no"),
            _("The answer is kept, and the next in the order is called."),
        ),
        Act(
            "tie",
            (*OPEN, SeatState.ACCEPTED),
            lambda seat, data: forms.TieForm(_own(seat), data),
            lambda user, seat, form: find_conflict(
                acting_user=user,
                seat=seat,
                case=PanelCase.objects.get(pk=form.cleaned_data["case"]),
                kind=form.cleaned_data["kind"],
            ),
            _("A tie became known"),
            _("He no longer reads this case, and the next in the order steps in by rule."),
            _("Exclude him from the case"),
            _("The expert is excluded, and the next in the order steps in."),
        ),
        Act(
            "replace",
            (*OPEN, SeatState.ACCEPTED),
            _reason,
            lambda user, seat, form: replace_seat(
                acting_user=user, seat=seat, reason=form.cleaned_data["reason"]
            ),
            _("Replace"),
            _("For who can't be reached, fell ill or doesn't hand in. The next in the order steps in."),
            _("Replace the expert"),
            _("The next in the order is called."),
        ),
    )
}
