"""How an award ends, whatever ends it: nothing that hung on it is left behind."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.documents.domain.certificate import revoke_certificate
from qinglan.programmes.awards import events as award_events
from qinglan.programmes.awards import todos as award_todos
from qinglan.programmes.domain import flow
from qinglan.programmes.domain.award_state import locked, set_state
from qinglan.programmes.jobs import leave_certificate
from qinglan.programmes.models import (
    STANDING,
    Award,
    AwardState,
    Case,
    CaseStatus,
    Duty,
    DutyState,
    ItemState,
    Rectification,
    RevocationProposal,
    StepType,
    WorkItem,
)

LONGEST_ON_CERTIFICATE = 200


def end_award(
    acting_user: Any,
    held: Award,
    to: AwardState,
    on: date,
    *,
    reason: str = "",
    ground: str = "",
    certificate: str = "",
) -> Award:
    """End a locked award, within the caller's transaction, whose verb asked for the permission.

    In this order: state and last day, with a line of the public register; its certificate is revoked, with the
    words `certificate` (empty: it simply ran out and stays as it is); nothing more is due of the holder, a
    rectification is closed, what was put before an officer is settled; a case that still waits for this
    certificate leaves that step soon after (`drop_certificate`).
    """
    set_state(acting_user=acting_user, award=held, to=to, on=on, reason=reason, ground=ground)
    if certificate and held.certificate is not None and held.certificate.revoked_on is None:
        revoke_certificate(
            acting_user=_certifier(acting_user),
            certificate=held.certificate,
            reason=certificate[:LONGEST_ON_CERTIFICATE],
        )
    _tidy(acting_user, held, on)
    outcome = "revoked" if to == AwardState.REVOKED else "dismissed"
    remark = "" if to == AwardState.REVOKED else _("the award has ended")
    for one in RevocationProposal.objects.select_for_update().filter(award=held, settled_at__isnull=True):
        settle_proposal(acting_user, one, outcome, remark)
    if waiting_for(held) is not None:
        leave_certificate.defer(award=held.pk)
    return held


@transaction.atomic
def drop_certificate(*, acting_user: Any, award: Award) -> Case | None:
    """Let the case of an award that has ended leave its certificate step: it ends as granted, which it was.

    None where no case waits, or the award stands. Raises PermissionRefused.
    """
    permissions.require(acting_user, "programmes.watch_awards")
    waiting = waiting_for(award)
    if waiting is None:
        return None
    case = flow.locked(waiting)
    held = locked(award)
    if held.state in STANDING or waiting_for(held) is None:
        return None
    flow.end_case(
        acting_user=acting_user,
        case=case,
        status=CaseStatus.GRANTED,
        reason=flow.Reason(
            text=_("No certificate: the award ended first ({state}, {day}).").format(
                state=held.get_state_display(), day=held.ended_on
            )
        ),
    )
    return case


def end_with_its_case(acting_user: Any, case: Case) -> None:
    """What `flow` calls when a case has ended, within the caller's transaction.

    A case that ends refused has no award: where one was made of it already (its payment was stopped, or a
    department objected before the payment), that award ends on the same day with the same reason. A scheme whose
    recognition stands without the money says so in its steps: ``stopped: granted``.
    """
    if case.status != CaseStatus.REFUSED:
        return
    key = Award.objects.filter(case=case, state__in=STANDING).values_list("pk", flat=True).first()
    if key is None:
        return
    held = locked(key)
    why = WorkItem.objects.filter(case=case, state=ItemState.DONE).exclude(reason="").order_by("-pk").first()
    reason = _("not granted after all: {reason}").format(reason=why.reason if why is not None else "—")[:1000]
    end_award(acting_user, held, AwardState.REVOKED, clock.today(), reason=reason, certificate=reason)
    award_events.record(
        acting_user, award_events.REVOKED, held,
        ground="", reason=reason, clause=why.clause if why is not None else "", barred_until="",
    )  # fmt: skip


def waiting_for(award: Award) -> int | None:
    """The case that waits for the certificate of this award, its own or one that renews it; None where none does."""
    own = Q(case__award=award) | Q(case__renews=award, case__version__programme=award.programme_id)
    rows = WorkItem.objects.filter(own, type=StepType.CERTIFICATE, state=ItemState.OPEN)
    return rows.values_list("case_id", flat=True).first()


def settle_proposal(acting_user: Any, one: RevocationProposal, outcome: str, remark: str) -> None:
    """Keep what became of a locked proposal, within the caller's transaction."""
    one.settled_at, one.settled_by, one.outcome, one.remark = clock.now(), acting_user, outcome, remark
    one.save(update_fields=["settled_at", "settled_by", "outcome", "remark"])
    award_todos.judged(acting_user, one)


def _certifier(acting_user: Any) -> Any:
    """Who may end an award need not be one who certifies: then the system does this part of it."""
    if permissions.answer(acting_user, "documents.certify"):
        return acting_user
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - models are loaded by now

    return system_user()


def _tidy(acting_user: Any, held: Award, day: date) -> None:
    """Nothing more is due of an award that has ended."""
    for duty in Duty.objects.select_for_update().filter(award=held, state__in=["due", "late"]).order_by("pk"):
        duty.state, duty.remark = DutyState.EXCUSED, _("the award has ended")
        duty.save(update_fields=["state", "remark"])
        award_todos.looked(acting_user, duty)
    for one in Rectification.objects.select_for_update().filter(award=held, closed_on__isnull=True):
        one.closed_on, one.result = max(day, one.opened_on), "failed"
        one.save(update_fields=["closed_on", "result"])
        award_todos.rechecked(acting_user, one)


flow.ON_ENDED.append(end_with_its_case)
