"""Verbs on what is decided above 国、省: acceptance, result, and lists that come back with a 文号."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.parties.models import Organisation
from qinglan.programmes import recorded
from qinglan.programmes.cases.told import tell_applicant
from qinglan.programmes.domain import flow
from qinglan.programmes.domain.award import last_day, replace_standing
from qinglan.programmes.domain.award_end import end_award
from qinglan.programmes.domain.award_state import note
from qinglan.programmes.domain.check import Point
from qinglan.programmes.domain.re_evaluation import award_of
from qinglan.programmes.domain.recommendation import point_out
from qinglan.programmes.models import (
    STANDING,
    Award,
    AwardState,
    Case,
    DefinitionVersion,
    ItemState,
    Programme,
    StepType,
    WorkItem,
)


@dataclass(frozen=True)
class Listing:
    """What a list from above says of one holder: number (empty where it has none), 文号, day, last day."""

    number: str
    document: str
    on: date
    valid_to: date | None = None
    grade: str = ""


@transaction.atomic
def enter_acceptance(
    *,
    acting_user: Any,
    case: Case,
    outcome: str,
    external_number: str = "",
    reason: str = "",
    clause: str = "",
) -> Case:
    """Enter that the authority above accepted, returned or declined a case, with its number there 办件编号.

    Raises PermissionRefused, StaleEdit; Impossible for an acceptance without number or another outcome
    without a reason.
    """
    held = flow.locked(case)
    permissions.require(acting_user, "programmes.follow_above", held)
    item = flow.item_at(held, StepType.UPPER_ACCEPTANCE)
    if outcome == "accepted" and not external_number.strip():
        raise Impossible(_("Enter the number that the system above gave."), field="external_number")
    if outcome != "accepted" and not reason.strip():
        raise Impossible(_("Say why, as the authority above put it."), field="reason")
    held.external_number = external_number.strip()[:60] or held.external_number
    held.save(update_fields=["external_number"])
    why = flow.Reason(text=reason.strip()[:2000], clause=clause.strip()[:200])
    opened = flow.close_item(acting_user=acting_user, case=held, item=item, outcome=outcome, reason=why)
    if outcome == "returned":
        point_out(opened, Point(text=why.text[:500], clause=why.clause or "—"))
    tell_applicant(acting_user=acting_user, case=held, what="above")
    return held


@transaction.atomic
def enter_result(*, acting_user: Any, case: Case, listing: Listing | None, reason: str = "") -> Award | None:
    """Enter the result from above: on the list (then an award is made with its number and 文号) or not.

    Raises PermissionRefused, StaleEdit; Impossible without a 文号, or a reason where it isn't listed.
    """
    held = flow.locked(case)
    permissions.require(acting_user, "programmes.follow_above", held)
    item = flow.item_at(held, StepType.UPPER_RESULT)
    if listing is None:
        if not reason.strip():
            raise Impossible(_("Say why, as the authority above put it."), field="reason")
        flow.close_item(
            acting_user=acting_user, case=held, item=item, outcome="not_listed",
            reason=flow.Reason(text=reason.strip()[:2000]),
        )  # fmt: skip
        tell_applicant(acting_user=acting_user, case=held, what="refused")
        return None
    award = _listed(acting_user, held, listing)
    flow.close_item(
        acting_user=acting_user, case=held, item=item, outcome="listed",
        reason=flow.Reason(text=listing.document),
    )  # fmt: skip
    recorded.record(
        acting_user, recorded.AWARDED, held,
        number=award.number, holder=held.applicant.code, document=award.document,
        valid_from=award.valid_from.isoformat(),
        valid_to=award.valid_to.isoformat() if award.valid_to else "",
    )  # fmt: skip
    tell_applicant(acting_user=acting_user, case=held, what="granted")
    return award


def _listed(acting_user: Any, case: Case, listing: Listing) -> Award:
    """What a listed case becomes: the award that it evaluated goes on, else there is a new one."""
    if case.renews_id is not None and listing.document.strip():
        _made, renewed = award_of(acting_user, case, on=listing.on, valid_to=listing.valid_to)
        if renewed is not None:
            return renewed
    return _award(acting_user, case.version, case.applicant, case.subject_name, listing, case)


@dataclass(frozen=True)
class Listed:
    """A row of a list from above: whose it is, what it is for, what it says; `removed` takes it off the list."""

    holder: Organisation
    subject: str
    listing: Listing
    removed: bool = False


@transaction.atomic
def import_list(
    *,
    acting_user: Any,
    version: DefinitionVersion,
    rows: Sequence[Listed],
    source: str,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Bring in a list that was published above: all rows or none; how many changed something.

    A case that waits for this result ends with it; others get an award without a case. A row that is known
    already with the same number and 文号 changes nothing; a removed one is revoked with the 文号 as reason.
    Raises PermissionRefused; Impossible for a number that another holder has.
    """
    permissions.require(acting_user, "programmes.follow_above", version)
    waiting = _locked_waiting(version)
    Programme.objects.select_for_update().get(pk=version.programme_id)
    changed = 0
    for place, row in enumerate(rows, 1):
        case = waiting.get((row.holder.pk, row.subject))
        if row.removed:
            changed += _remove(acting_user, version, row, source)
        elif case is not None:
            enter_result(acting_user=acting_user, case=case, listing=row.listing)
            changed += 1
        elif not _known(version, row):
            _award(acting_user, version, row.holder, row.subject, row.listing, None)
            changed += 1
        if progress is not None:
            progress(place, len(rows))
    return changed


def _locked_waiting(version: DefinitionVersion) -> dict[tuple[int, str], Case]:
    """The cases of the scheme that wait for a result, locked in the order of their keys: before scheme and awards."""
    at_result = WorkItem.objects.filter(
        case__version__programme=version.programme_id, state=ItemState.OPEN, type=StepType.UPPER_RESULT
    )
    cases = Case.objects.select_for_update(of=("self",)).order_by("pk")
    found = list(cases.filter(pk__in=at_result.values("case")))
    still = set(at_result.values_list("case", flat=True))  # one may have moved while we waited for its lock
    return {(case.applicant_id, case.subject_name): case for case in found if case.pk in still}


def _known(version: DefinitionVersion, row: Listed) -> bool:
    same = Award.objects.filter(
        programme=version.programme_id,
        holder=row.holder,
        subject_name=row.subject,
        state__in=STANDING,
        document=row.listing.document,
    )
    if row.listing.number:
        same = same.filter(number__startswith=row.listing.number)
    return same.exists()


def _remove(acting_user: Any, version: DefinitionVersion, row: Listed, source: str) -> int:
    standing = Award.objects.select_for_update().filter(
        programme=version.programme_id, holder=row.holder, subject_name=row.subject, state__in=STANDING
    )
    found = list(standing)
    for award in found:
        words = {"document": row.listing.document, "source": source}
        reason = _("taken off the list by %(document)s (%(source)s)") % words
        end_award(
            acting_user, award, AwardState.REVOKED, row.listing.on,
            reason=reason, ground="removed_above", certificate=reason,
        )  # fmt: skip
    return len(found)


def _award(
    acting_user: Any,
    version: DefinitionVersion,
    holder: Organisation,
    subject: str,
    listing: Listing,
    case: Case | None,
) -> Award:
    if not listing.document.strip():
        raise Impossible(_("Enter the document number of the list."), field="document")
    programme = Programme.objects.select_for_update().get(pk=version.programme_id)
    manifest = version.definition.manifest
    number = listing.number.strip() or _made_number(listing.document.strip(), holder, subject)
    other = Award.objects.filter(programme=programme, number=number).exclude(holder=holder).first()
    if other is not None:
        raise Impossible(
            _("The number %(number)s belongs to %(holder)s.") % {"number": number, "holder": other.holder},
            field="number",
        )
    if Award.objects.filter(programme=programme, number=number).exists():
        number = f"{number[:50]} {listing.document.strip()}"[:80]  # listed again under its old number
    earlier = replace_standing(acting_user, programme, holder.pk, subject, listing.on)
    again = version.definition.after.re_evaluation
    award = Award.objects.create(
        programme=programme,
        version=version,
        case=case,
        holder=holder,
        subject_name=subject,
        number=number,
        document=listing.document.strip(),
        level=manifest.authority,
        grade=listing.grade,
        granted_on=listing.on,
        valid_from=listing.on,
        valid_to=listing.valid_to or last_day(listing.on, manifest.award.valid_for),
        renews=earlier,
        re_evaluate_on=last_day(listing.on, again.every) if again else None,
    )
    note(acting_user, award, "listed", listing.on, reason=listing.document.strip())
    return award


def _made_number(document: str, holder: Organisation, subject: str) -> str:
    """A number for what a list gives none: document, code, and a short digest of the subject where there is one."""
    tail = f" {hashlib.sha256(subject.encode()).hexdigest()[:8]}" if subject else ""
    return f"{document[:40]} {holder.code}{tail}"
