"""Who draws experts, sits on panels, marks and visits."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, predicate

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import OFFICER, is_the_system
from qinglan.parties.holding import holds_in, in_role_somewhere
from qinglan.parties.models import Expert
from qinglan.parties.roles import DECIDER, INSPECTOR, SECRETARY
from qinglan.programmes.models import Case, Panel, PanelAssignment, Seat, SeatState, SiteVisit
from qinglan.programmes.rules.round import territory_of
from qinglan.programmes.seeing import sees_case

NOT_STAFF = _("Only the secretary of panels or an officer of the scheme's territory does this.")


def round_of(subject: Any) -> Any:
    """The round of a panel, seat, assignment, visit, case or round."""
    if isinstance(subject, PanelAssignment):
        subject = subject.seat
    if isinstance(subject, Seat):
        subject = subject.panel
    if isinstance(subject, SiteVisit):
        subject = subject.case
    if isinstance(subject, Panel | Case):
        return subject.round
    return subject


def _holds(user: Any, subject: Any, *roles: str) -> bool:
    one = round_of(subject)
    territory = territory_of(one) if one is not None else None
    return territory is not None and holds_in(user, roles, territory)


@predicate  # type: ignore[untyped-decorator]
def runs_panels(user: Any, subject: Any) -> bool:
    """The secretary of panels, or an officer, for the whole territory of the scheme."""
    return _holds(user, subject, SECRETARY, OFFICER)


@predicate  # type: ignore[untyped-decorator]
def looks_on(user: Any, subject: Any) -> bool:
    """Decision makers and inspectors of the scheme's territory read what a panel did."""
    return _holds(user, subject, DECIDER, INSPECTOR)


@predicate  # type: ignore[untyped-decorator]
def sits(user: Any, seat: Any) -> bool:
    """The expert of the seat himself."""
    return isinstance(seat, Seat) and seat.entry.expert.user_id == getattr(user, "pk", -1)


@predicate  # type: ignore[untyped-decorator]
def reads_case(user: Any, assignment: Any) -> bool:
    """The expert of an assignment that stands, who has accepted."""
    return (
        isinstance(assignment, PanelAssignment)
        and assignment.ended_at is None
        and assignment.seat.state == SeatState.ACCEPTED
        and bool(sits.test(user, assignment.seat))
    )


@predicate  # type: ignore[untyped-decorator]
def enters_for(user: Any, assignment: Any) -> bool:
    """The secretary, for an expert without an account: from the sheet that he filled in."""
    return (
        isinstance(assignment, PanelAssignment)
        and assignment.ended_at is None
        and assignment.seat.state == SeatState.ACCEPTED
        and assignment.seat.entry.expert.user_id is None
        and bool(runs_panels.test(user, assignment))
    )


@predicate  # type: ignore[untyped-decorator]
def is_in_team(user: Any, subject: Any) -> bool:
    """One of the team of the visit."""
    return isinstance(subject, SiteVisit) and subject.team.filter(user=getattr(user, "pk", None)).exists()


@predicate  # type: ignore[untyped-decorator]
def is_district(user: Any, subject: Any) -> bool:
    """An officer of the district in which the case lies."""
    case = subject.case if isinstance(subject, SiteVisit) else subject
    return isinstance(case, Case) and holds_in(user, OFFICER, case.territory_id)


@predicate  # type: ignore[untyped-decorator]
def sees_its_case(user: Any, visit: Any) -> bool:
    """The applicant and the offices read a visit that is over."""
    return (
        isinstance(visit, SiteVisit)
        and visit.concluded_at is not None
        and bool(sees_case.test(user, visit.case))
    )


for _verb, _who, _refusal in (
    ("run_panel", runs_panels, NOT_STAFF),
    (
        "see_panel",
        runs_panels | looks_on,
        _("A panel is seen by its secretary, officers, decision makers and inspectors of the territory."),
    ),
    ("answer_seat", sits, _("Only the expert who was drawn answers this invitation.")),
    ("see_seat", sits | runs_panels, _("This invitation was made for somebody else.")),
    (
        "review_case",
        reads_case,
        _("Only an expert who was drawn for this case and accepted reads and marks it."),
    ),
    (
        "enter_sheet",
        reads_case | enters_for,
        _("An expert hands in his own sheet; the secretary does so only for one without an account."),
    ),
    (
        "plan_visit",
        runs_panels | is_district,
        _("Only officers, and secretaries of panels, of the territory plan site visits."),
    ),
    (
        "keep_visit",
        is_in_team | runs_panels | is_district,
        _("Only the team of the visit, its secretary and officers write this."),
    ),
):
    declare(f"programmes.{_verb}", is_active & _who, refusal=_refusal)
declare(
    "programmes.see_panels",
    in_role_somewhere(SECRETARY, OFFICER, DECIDER, INSPECTOR),
    refusal=_("Panels are seen by secretaries, officers, decision makers and inspectors."),
)
declare("programmes.reseat_panel", is_the_system, refusal=_("Seats are counted anew by themselves."))
declare(
    "programmes.see_visit",
    is_active & (is_in_team | runs_panels | is_district | looks_on | sees_its_case),
    refusal=_("This visit is not open to you."),
)


@predicate  # type: ignore[untyped-decorator]
def marks_or_runs(user: Any, subject: Any) -> bool:
    """An expert with an account, or whoever runs panels."""
    return Expert.objects.filter(user=getattr(user, "pk", None)).exists() or bool(
        in_role_somewhere(SECRETARY, OFFICER).test(user)
    )


declare(
    "programmes.bring_sheets",
    is_active & marks_or_runs,
    refusal=_("Score sheets are brought in by experts, and by secretaries for experts without an account."),
)
