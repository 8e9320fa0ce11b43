"""Verbs of leads 线索: anybody sends one without a name; it is kept, looked into, and holds nothing."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.parties.domain.account import system_user
from qinglan.programmes.domain.notice_state import locked
from qinglan.programmes.domain.objection import slow_down
from qinglan.programmes.models import Lead, Notice, NoticeEntry
from qinglan.programmes.notices import events as notice_events
from qinglan.programmes.notices import todos as notice_todos


def send_lead(
    *, acting_user: Any, notice: Notice, text: str, entry: NoticeEntry | None = None, address: str = ""
) -> Lead:
    """Keep a lead about a notice or one of its entries, also after its end. Who sent it is kept nowhere.

    Raises Impossible for an empty one, TooMany when too much came from one `address`.
    """
    permissions.require(acting_user, "programmes.send_lead", notice)
    words = text.strip()[:4000]
    if len(words) < 10:
        raise Impossible(_("Say what the office should look into: at least ten characters."), field="text")
    slow_down(address)
    return _keep(notice, words, entry)


@transaction.atomic
def _keep(notice: Notice, words: str, entry: NoticeEntry | None) -> Lead:
    held = locked(notice)
    about = entry if entry is not None and entry.notice_id == held.pk else None
    made = Lead.objects.create(notice=held, entry=about, text=words, received_at=clock.now())
    system = system_user()
    notice_todos.look(system, made, held)
    notice_events.record(
        system, notice_events.LEAD_SENT, held, lead=made.pk, case=about.case_id if about else None
    )
    return made


@transaction.atomic
def note_lead(*, acting_user: Any, lead: Lead, finding: str) -> Lead:
    """Note what was found about a lead. Raises PermissionRefused, StaleEdit when it was noted, Impossible."""
    permissions.require(acting_user, "programmes.note_lead", lead)
    words = finding.strip()[:2000]
    if not words:
        raise Impossible(_("Say what was looked into and what was found."), field="finding")
    notice = locked(lead.notice_id)
    current = Lead.objects.select_for_update(of=("self",)).get(pk=lead.pk)
    if current.noted_at is not None:
        raise StaleEdit([Difference(str(_("what was found")), words, current.finding)])
    current.finding, current.noted_at, current.noted_by = words, clock.now(), acting_user
    current.save()
    notice_todos.looked(acting_user, current)
    notice_events.record(acting_user, notice_events.LEAD_NOTED, notice, lead=current.pk)
    return current
