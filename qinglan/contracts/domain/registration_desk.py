"""Verbs between unit and office: hand in, take back, accept, return, pass the pre-check, refuse, withdraw."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qinglan.contracts.domain.registration_paper import bring_signed_contract
from qinglan.contracts.domain.registration_state import locked, set_registration_state, touch
from qinglan.contracts.models import Registration, RegistrationOffice, RegistrationState, ReviewBecause
from qinglan.contracts.registering import periods, recorded, todos
from qinglan.contracts.registering.pack import registration
from qinglan.contracts.registering.reading import checked
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.numbering import next_number
from qinglan.kernel.outages import reach
from qinglan.kernel.periods import Outage
from qinglan.kernel.web.money import money

_LONGEST_REASON = 500


@transaction.atomic
def hand_in_registration(*, acting_user: Any, row: Registration) -> Registration:
    """Hand it in to its office, which checks it here first; nothing that stops it may be open.

    What was returned is accepted with it: the day on which the corrected papers come in counts as accepted.
    Raises PermissionRefused, StaleEdit, Impossible with what is still wrong.
    """
    permissions.require(acting_user, "contracts.write_registration", row)
    found = locked(row)
    if found.office is None or not works_here(found):
        raise Impossible(
            _(
                "Choose the registration office. One that does not check here first takes it in the national system: file it there with the fill-in sheet."
            ),
            field="office",
        )
    require_clean(found)
    bring_signed_contract(acting_user, found)
    again = found.state == RegistrationState.RETURNED
    if again:
        _accepted(acting_user, found)
        todos.close(acting_user, found, todos.CORRECT, "contracts.registration-moved")
    else:
        set_registration_state(acting_user, found, RegistrationState.HANDED_IN)
        todos.ask_office(acting_user, todos.ACCEPT, found)
    return found


@transaction.atomic
def take_back_registration(*, acting_user: Any, row: Registration) -> Registration:
    """Take back what the office has not accepted yet, or begin anew what was refused or withdrawn.

    Raises Impossible for what came in by a spreadsheet and gave its number up; PermissionRefused, StaleEdit.
    """
    permissions.require(acting_user, "contracts.write_registration", row)
    found = locked(row)
    if gave_its_number_up(found):
        raise Impossible(
            _(
                "It came in by a spreadsheet, and its number stands at the registration of its contract now. It is not written again: open that one, or prepare the registration on the page of a contract."
            )
        )
    set_registration_state(acting_user, found, RegistrationState.DRAFT)
    return found


@transaction.atomic
def ask_recheck(*, acting_user: Any, row: Registration, reason: str) -> Registration:
    """复核: the unit disputes a refusal of the office; it is taken up again as disputed, with the reason.

    What the national system refused is disputed there. Raises Impossible, PermissionRefused, StaleEdit.
    """
    permissions.require(acting_user, "contracts.write_registration", row)
    found = locked(row)
    if found.state != RegistrationState.REFUSED or found.filings.exists() or not works_here(found):
        raise Impossible(
            _(
                "Only what the office refused here is re-checked here; the national system re-checks its own refusals."
            )
        )
    set_registration_state(acting_user, found, RegistrationState.HANDED_IN, reason_or_refuse(reason))
    todos.ask_office(acting_user, todos.ACCEPT, found)
    return found


@transaction.atomic
def withdraw_registration(*, acting_user: Any, row: Registration, reason: str) -> Registration:
    """Give it up before it is registered. Raises Impossible, PermissionRefused, StaleEdit."""
    permissions.require(acting_user, "contracts.write_registration", row)
    found = locked(row)
    set_registration_state(acting_user, found, RegistrationState.WITHDRAWN, reason_or_refuse(reason))
    return found


@transaction.atomic
def accept_registration(*, acting_user: Any, row: Registration) -> Registration:
    """受理: from today the office has its working days. Raises PermissionRefused, StaleEdit, Impossible."""
    permissions.require(acting_user, "contracts.check_registration", row)
    found = locked(row)
    _accepted(acting_user, found)
    todos.close(acting_user, found, todos.ACCEPT, "contracts.registration-moved")
    return found


@transaction.atomic
def return_registration(*, acting_user: Any, row: Registration, reason: str) -> Registration:
    """补正: back to its unit, with all that is missing said at once; the period begins anew with the correction."""
    permissions.require(acting_user, "contracts.check_registration", row)
    found = locked(row)
    found.accepted_on = found.due_on = None
    set_registration_state(acting_user, found, RegistrationState.RETURNED, reason_or_refuse(reason))
    todos.give_up(acting_user, found, "contracts.registration-moved")
    todos.ask_unit(acting_user, todos.CORRECT, found)
    return found


@transaction.atomic
def pass_registration(*, acting_user: Any, row: Registration, twin_note: str = "") -> Registration:
    """预审通过: the registration gets its pre-check number (YS-…), which is no registration.

    A large one needs the review of experts first; another technology value that experts found holds. Where others look like the same contract, `twin_note` says why it is
    another. Raises Impossible with what stands in the way, PermissionRefused, StaleEdit.
    """
    permissions.require(acting_user, "contracts.check_registration", row)
    found = locked(row)
    told = checked(found)
    twins = next((one for one in told if one.finding.code == "looks_registered"), None)
    if twins is not None and not twin_note.strip():
        raise Impossible(
            _("{text} Say why this is another contract, or refuse it.").format(text=twins.text),
            field="twin_note",
        )
    require_clean(found, but=("looks_registered",))
    if needs_review(found) and not found.reviews.filter(outcome__in=["technical", "lower"]).exists():
        raise Impossible(_("Its technology value is large: open a review of experts, and conclude it first."))
    _require_found_value(found)
    if found.precheck_number is None:
        found.precheck_number = next_number(
            Registration, f"YS-{clock.today().year}-", digits=6, field="precheck_number"
        )
    if twin_note.strip():
        found.answers.update_or_create(code="looks_registered", defaults={"text": twin_note.strip()[:500]})
    set_registration_state(
        acting_user, found, RegistrationState.PASSED, twin_note.strip()[:500], words=found.precheck_number
    )
    todos.close(acting_user, found, todos.CHECK, "contracts.registration-moved")
    todos.ask_unit(acting_user, todos.FILE, found)
    return found


@transaction.atomic
def refuse_registration(*, acting_user: Any, row: Registration, reason: str) -> Registration:
    """不予登记 at this office, with the reason; the unit may correct it and hand it in again."""
    permissions.require(acting_user, "contracts.check_registration", row)
    found = locked(row)
    if found.state == RegistrationState.HANDED_OVER:
        raise Impossible(_("It is filed in the national system: enter what was decided there."))
    if found.state == RegistrationState.REVIEW:
        raise Impossible(_("It is with the experts: conclude their review first."))
    set_registration_state(acting_user, found, RegistrationState.REFUSED, reason_or_refuse(reason))
    return found


def require_clean(row: Registration, but: tuple[str, ...] = ()) -> None:
    """Raise Impossible while the pre-check stops a registration, naming all that does."""
    wrong = [one.text for one in checked(row) if one.stops and one.finding.code not in but]
    if wrong:
        head = ngettext(
            "The pre-check found {count} thing that must be put right first:",
            "The pre-check found {count} things that must be put right first:",
            len(wrong),
        ).format(count=len(wrong))
        raise Impossible(f"{head} {' '.join(wrong)}")


def _require_found_value(row: Registration) -> None:
    """Raise Impossible where the last review found another technology value than the row states."""
    last = row.reviews.filter(concluded_on__isnull=False).first()
    found = last.technology_amount if last is not None else None
    if found is None or found == row.technology_amount:
        return
    raise Impossible(
        _(
            "The experts found a technology value of {found}; {stated} is stated. Return it to be corrected, or ask experts again."
        ).format(found=money(found), stated=money(row.technology_amount or 0))
    )


def needs_review(row: Registration) -> bool:
    """Whether experts must be asked because of its size."""
    return row.technology_amount is not None and row.technology_amount >= registration().review.large_from


def is_disputed(row: Registration) -> bool:
    """Whether experts were asked because something is disputed."""
    return row.reviews.filter(because=ReviewBecause.DISPUTED).exists()


def gave_its_number_up(row: Registration) -> bool:
    """Whether it came in by a spreadsheet, without a contract, and its number passed to the one prepared here."""
    return row.state == RegistrationState.WITHDRAWN and row.contract_id is None


def works_here(row: Registration) -> bool:
    """Whether its office checks here first."""
    return RegistrationOffice.objects.filter(organisation=row.office_id, works_here=True).exists()


def reason_or_refuse(reason: str) -> str:
    """The reason without blanks around it. Raises Impossible for none."""
    text = reason.strip()
    if not text:
        raise Impossible(_("Say why. The unit reads it."), field="reason")
    return text[:_LONGEST_REASON]


def set_end(row: Registration, *, with_experts: bool) -> None:
    """Set until when the office decides, from the day of acceptance."""
    assert row.accepted_on is not None
    row.due_on = periods.decide_by(row.accepted_on, with_experts=with_experts)


def extend_after_outage(acting_user: Any, row: Registration, outage: Outage, what: str) -> bool:
    """Give the office of a locked registration longer where an outage touched its end, within the caller's transaction.

    Whether it did.
    """
    if row.state not in (RegistrationState.ACCEPTED, RegistrationState.REVIEW) or row.due_on is None:
        return False
    found = reach.after_outage(reach.ending_at(periods.moment_after(row.due_on)), outage)
    if found is None or found.last_day is None or found.last_day == row.due_on:
        return False
    before, row.due_on = row.due_on, found.last_day
    touch(row)
    payload = {"from": row.state, "to": row.state, "reason": what, "before": before.isoformat()}
    recorded.record(acting_user, row, recorded.MOVED, payload | {"due_on": row.due_on.isoformat()})
    todos.ask_office(acting_user, todos.CHECK, row, due_at=periods.moment_after(row.due_on))
    return True


def _accepted(acting_user: Any, found: Registration) -> None:
    found.accepted_on = clock.today()
    set_end(found, with_experts=needs_review(found) or is_disputed(found))
    set_registration_state(acting_user, found, RegistrationState.ACCEPTED)
    assert found.due_on is not None
    todos.ask_office(acting_user, todos.CHECK, found, due_at=periods.moment_after(found.due_on))
