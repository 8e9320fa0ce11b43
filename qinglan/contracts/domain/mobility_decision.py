"""Verbs of the unit: return, refuse or approve an arrangement, and put it in force with its agreement."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts.domain.mobility_state import locked, set_mobility_state
from qinglan.contracts.mobility.conditions import checked
from qinglan.contracts.mobility.pack import mobility_rules
from qinglan.contracts.models import Mobility, MobilityState
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents.domain.file import store_file
from qinglan.kernel.once import once
from qinglan.kernel.periods import working_days_between
from qinglan.kernel.periods.packs import national_calendar

HOLDER = "contracts.mobility"
LARGEST = 20 * 1024 * 1024
ENDINGS = (".pdf", ".ofd", ".jpg", ".jpeg", ".png", ".zip")


@transaction.atomic
def return_mobility(*, acting_user: Any, mobility: Mobility, reason: str) -> Mobility:
    """Send it back for correction. Raises PermissionRefused, StaleEdit, Impossible with the field."""
    return _send_back(acting_user, mobility, MobilityState.RETURNED, reason)


@transaction.atomic
def refuse_mobility(*, acting_user: Any, mobility: Mobility, reason: str) -> Mobility:
    """Refuse it. Raises PermissionRefused, StaleEdit, Impossible with the field."""
    return _send_back(acting_user, mobility, MobilityState.REFUSED, reason)


def approve_mobility(
    *, acting_user: Any, mobility: Mobility, decision: str, decided_on: date, noticed_from: date, noticed_until: date
) -> Mobility:  # fmt: skip
    """Approve it after its notice within the unit; the agreement of the three sides is signed next.

    Refused (Impossible, with the field) while a condition that blocks is unmet or unknown, while the notice was
    shorter than the rule or has not ended by the decision, on a day to come, and for a second leave at a time.
    Raises PermissionRefused, StaleEdit.
    """
    permissions.require(acting_user, "contracts.decide_mobility", mobility)
    twice = _("The person is on leave of post already. That leave ends first.")
    with once({"one_leave_at_a_time": (twice, None)}), transaction.atomic():
        row = locked(mobility)
        rules = mobility_rules()
        for one in checked(row, rules):
            if one.blocks and one.verdict != "met":
                words = _("This condition is not met: {condition} ({source}).")
                if one.verdict == "unknown":
                    words = _(
                        "Nobody has said yet whether this condition is met: {condition} ({source}). Return it to be answered."
                    )
                raise Impossible(words.format(condition=one.words, source=one.source))
        if not decision.strip():
            raise Impossible(_("Name the meeting or paper that decided."), field="decision")
        _check_days(rules.notice.working_days, noticed_from, noticed_until, decided_on)
        row.decision, row.decided_on, row.decided_by = decision.strip()[:200], decided_on, acting_user
        row.noticed_from, row.noticed_until = noticed_from, noticed_until
        set_mobility_state(acting_user, row, MobilityState.APPROVED)
    return row


@transaction.atomic
def agree_mobility(
    *, acting_user: Any, mobility: Mobility, agreed_on: date, name: str, content: bytes
) -> Mobility:
    """Keep the scan of the agreement that person, unit and firm signed; the arrangement is in force by it.

    Raises PermissionRefused, StaleEdit, Impossible with the field, Refused of the file.
    """
    permissions.require(acting_user, "contracts.decide_mobility", mobility)
    row = locked(mobility)
    if row.state != MobilityState.APPROVED:
        raise Impossible(_("An agreement follows the approval. Open the arrangement to see how it stands."))
    if agreed_on > clock.today():
        raise Impossible(_("This day is still to come."), field="agreed_on")
    row.agreement = store_file(
        acting_user=acting_user, name=name, content=content, holder=HOLDER, holder_key=row.number,
        endings=ENDINGS, max_bytes=LARGEST,
    )  # fmt: skip
    row.agreed_on = agreed_on
    set_mobility_state(acting_user, row, MobilityState.IN_FORCE)
    return row


def _send_back(acting_user: Any, mobility: Mobility, to: MobilityState, reason: str) -> Mobility:
    permissions.require(acting_user, "contracts.decide_mobility", mobility)
    if not reason.strip():
        raise Impossible(_("Say why, so that the person knows what to do."), field="reason")
    row = locked(mobility)
    set_mobility_state(acting_user, row, to, reason.strip())
    return row


def _check_days(least: int, noticed_from: date, noticed_until: date, decided_on: date) -> None:
    if noticed_until < noticed_from:
        raise Impossible(_("It ends before it begins."), field="noticed_until")
    given = working_days_between(noticed_from, noticed_until, national_calendar())
    if given < least:
        raise Impossible(
            _(
                "The notice lasted {given} working days; the rule asks for {least}, the first day not counted."
            ).format(given=given, least=least),
            field="noticed_until",
        )
    if decided_on <= noticed_until:
        raise Impossible(_("The decision comes after the notice ended."), field="decided_on")
    if decided_on > clock.today():
        raise Impossible(_("This day is still to come."), field="decided_on")
