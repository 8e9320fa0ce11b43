"""Verbs on idle inventions: an inventor applies in writing to exploit one, the unit answers in time."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts.domain.invention import HOLDER, LARGEST
from qinglan.contracts.models import IdleApplication, IdleState, Invention
from qinglan.contracts.sharing import recorded, todos, told
from qinglan.contracts.sharing.pack import sharing
from qinglan.contracts.sharing.queries import idle_since, is_idle
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.kernel.documents.domain.file import store_file
from qinglan.kernel.history.since import require_unchanged
from qinglan.kernel.once import once
from qinglan.kernel.periods import end_of_period
from qinglan.kernel.periods.count import legal_day
from qinglan.kernel.periods.packs import national_calendar


def apply_for_use(
    *, acting_user: Any, invention: Invention, plan: str, paper: tuple[str, bytes] | None = None
) -> IdleApplication:
    """Apply to exploit an invention that lies idle; the unit answers within the period of the pack.

    Raises PermissionRefused; Impossible with the field: no plan, not idle yet, an application that waits.
    """
    permissions.require(acting_user, "contracts.apply_for_use", invention)
    if not plan.strip():
        raise Impossible(_("Say how you want to exploit it, with whom and until when."), field="plan")
    twice = _("Your application waits for the unit's answer already.")
    with once({"one_open_application_for_an_idle_invention": (twice, None)}), transaction.atomic():
        row = Invention.objects.select_for_update(of=("self",)).select_related("keeper").get(pk=invention.pk)
        if not is_idle(row, clock.today()):
            raise Impossible(
                _(
                    "It does not lie idle: that is the case when nobody exploits it until {day}. Ask the research office about its conversion."
                ).format(day=idle_since(row.completed_on).isoformat())
            )
        now = clock.now()
        due = end_of_period(legal_day(now), sharing().idle.answer.length(), national_calendar()).ends_at
        assert due is not None  # no stops, so the clock runs
        made = IdleApplication.objects.create(
            invention=row,
            inventor=row.contributors.get(inventor__user=acting_user).inventor,
            plan=plan.strip()[:3000],
            filed_at=now,
            answer_due=due,
            state=IdleState.OPEN,
        )
        if paper is not None:
            made.paper = store_file(
                acting_user=acting_user, name=paper[0], content=paper[1], holder=HOLDER,
                holder_key=row.number, max_bytes=LARGEST,
            )  # fmt: skip
            made.save(update_fields=["paper"])
        recorded.record(acting_user, row, recorded.APPLIED, {"application": made.pk, "answer_due": due})
        todos.answer_wanted(acting_user, made)
    return made


@transaction.atomic
def answer_application(
    *, acting_user: Any, application: IdleApplication, agreed: bool, answer: str
) -> IdleApplication:
    """Agree or refuse, with reasons that the inventor reads. An agreement sets the day of first use.

    Raises PermissionRefused, StaleEdit (it was answered or withdrawn meanwhile), Impossible with the field.
    """
    permissions.require(acting_user, "contracts.run_income", application.invention)
    if not answer.strip():
        raise Impossible(_("Give the reasons: the inventor reads them."), field="answer")
    row = _locked(application)
    row.state = IdleState.AGREED if agreed else IdleState.REFUSED
    row.answer, row.answered_at, row.answered_by = answer.strip()[:2000], clock.now(), acting_user
    row.revision += 1
    row.save()
    if agreed:
        Invention.objects.filter(pk=row.invention_id).update(first_used_on=clock.today())
    recorded.record(
        acting_user, row.invention, recorded.ANSWERED, {"application": row.pk, "answer": row.state}
    )
    todos.answered(acting_user, row)
    told.answered(acting_user, row)
    return row


@transaction.atomic
def withdraw_application(*, acting_user: Any, application: IdleApplication) -> IdleApplication:
    """Take an application back before it is answered. Raises PermissionRefused, StaleEdit."""
    permissions.require(acting_user, "contracts.withdraw_use_application", application)
    row = _locked(application)
    row.state = IdleState.WITHDRAWN
    row.revision += 1
    row.save()
    recorded.record(
        acting_user, row.invention, recorded.ANSWERED, {"application": row.pk, "answer": row.state}
    )
    todos.answered(acting_user, row)
    return row


def _locked(seen: IdleApplication) -> IdleApplication:
    Invention.objects.select_for_update().get(pk=seen.invention_id)
    row = IdleApplication.objects.select_related("invention__keeper", "inventor").get(pk=seen.pk)
    require_unchanged(seen, row)
    if row.state != IdleState.OPEN:
        raise StaleEdit([Difference(_("state"), str(IdleState.OPEN.label), str(row.get_state_display()))])
    return row
