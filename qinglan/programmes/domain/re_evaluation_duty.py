"""What a holder owes of the re-evaluation: a duty of the award that is done by an application, not by a report."""

from typing import Any

from django.utils.translation import gettext as _

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.programmes.awards import todos as award_todos
from qinglan.programmes.definition.after import RE_EVALUATION, ReEvaluation
from qinglan.programmes.domain.award_state import note
from qinglan.programmes.models import Award, Case, Duty, DutyState


def evaluation_of(award: Award) -> ReEvaluation:
    """How the scheme re-evaluates the award. Raises Impossible where it doesn't."""
    again = award.version.definition.after.re_evaluation
    if again is None:
        raise Impossible(_("This scheme doesn't evaluate its awards again."))
    return again


def owed(award: Award) -> Duty | None:
    """The open duty of the present term; None before it was entered, and where it is done."""
    rows = Duty.objects.select_for_update(of=("self",)).select_related("award__version", "award__programme")
    return (
        rows.filter(award=award, obligation=RE_EVALUATION, state__in=[DutyState.DUE, DutyState.LATE])
        .order_by("due_on")
        .first()
    )


def handed_in(acting_user: Any, held: Award, case: Case) -> None:
    """The application was submitted: the duty of the locked award is done, and the register says so.

    Within the caller's transaction.
    """
    note(acting_user, held, "evaluation_begun", clock.today(), reason=case.number)
    duty = owed(held)
    if duty is None:
        if held.re_evaluate_on is None:
            return
        period = held.re_evaluate_on.isoformat()
        duty, _made = Duty.objects.get_or_create(
            award=held, obligation=RE_EVALUATION, period=period, defaults={"due_on": held.re_evaluate_on}
        )
    duty.state, duty.handed_in_at, duty.handed_in_by = DutyState.DONE, clock.now(), acting_user
    duty.revision += 1
    duty.save(update_fields=["state", "handed_in_at", "handed_in_by", "revision"])
    award_todos.re_evaluation_done(acting_user, duty)


def handed_back(acting_user: Any, held: Award, case: Case) -> None:
    """The application was withdrawn or lapsed: the duty of the locked award is open again.

    Within the caller's transaction.
    """
    note(acting_user, held, "evaluation_dropped", clock.today(), reason=str(case.get_status_display()))
    duty = (
        Duty.objects.select_for_update(of=("self",))
        .select_related("award__version", "award__programme", "award__holder")
        .filter(award=held, obligation=RE_EVALUATION, state=DutyState.DONE)
        .order_by("-due_on")
        .first()
    )
    if duty is None:
        return
    duty.state = DutyState.LATE if duty.due_on < clock.today() else DutyState.DUE
    duty.handed_in_at = duty.handed_in_by = None
    duty.revision += 1
    duty.save(update_fields=["state", "handed_in_at", "handed_in_by", "revision"])
    award_todos.re_evaluation_due(acting_user, duty)
