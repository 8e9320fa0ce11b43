"""Verbs on awards: make one of a granted case, issue its certificate."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents.domain.certificate import issue_certificate, revoke_certificate
from qinglan.kernel.periods.length import Length, Unit
from qinglan.programmes import recorded
from qinglan.programmes.cases.told import tell_applicant
from qinglan.programmes.definition.manifest import LengthForm
from qinglan.programmes.domain import flow
from qinglan.programmes.domain.award_end import end_award, waiting_for
from qinglan.programmes.domain.award_number import next_number
from qinglan.programmes.domain.award_state import note
from qinglan.programmes.models import (
    STANDING,
    Award,
    AwardState,
    Case,
    Programme,
    StepType,
)
from qinglan.settings.env import SITE_ADDRESS


def grant_award(*, acting_user: Any, case: Case, on: date | None = None) -> Award:
    """Make the award of a case whose decision was released, within the caller's transaction.

    The scheme's row is locked, so that numbers have no gap and none is given twice. An award that this
    one renews, or that the holder still has of the scheme for the same subject, is replaced.
    """
    programme = Programme.objects.select_for_update().get(pk=case.version.programme_id)
    manifest = case.version.definition.manifest
    day = on or clock.today()
    earlier = replace_standing(acting_user, programme, case.applicant_id, case.subject_name, day)
    award = Award.objects.create(
        programme=programme,
        version=case.version,
        case=case,
        holder_id=case.applicant_id,
        subject_name=case.subject_name,
        number=next_number(programme, manifest.award.number or "{year}-{serial:04d}", day.year),
        level=manifest.authority,
        grade=case.grade,
        granted_on=day,
        valid_from=day,
        valid_to=last_day(day, manifest.award.valid_for),
        renews=earlier,
        re_evaluate_on=re_evaluation_of(case, day),
    )
    note(acting_user, award, "granted", day)
    recorded.record(
        acting_user, recorded.AWARDED, case,
        number=award.number, holder=case.applicant.code,
        valid_from=award.valid_from.isoformat(),
        valid_to=award.valid_to.isoformat() if award.valid_to else "",
    )  # fmt: skip
    return award


def replace_standing(
    acting_user: Any, programme: Programme, holder: int, subject: str, on: date
) -> Award | None:
    """End what the holder still has of the locked scheme for this subject, within the caller's transaction.

    The award that was replaced; None where there was none.
    """
    standing = Award.objects.select_for_update().filter(
        programme=programme, holder=holder, subject_name=subject, state__in=STANDING
    )
    earlier = list(standing)
    for one in earlier:
        end_award(acting_user, one, AwardState.REPLACED, on, certificate=_("replaced by a later award"))
    return earlier[0] if earlier else None


@transaction.atomic
def issue_award_certificate(*, acting_user: Any, award: Award) -> Award:
    """Issue the certificate of an award, and close the step of the case that waits for it.

    Once, and anew when the award was renewed: then the earlier certificate no longer verifies. Raises
    PermissionRefused; Impossible where the scheme has none, the award has ended or has one that says what holds,
    or a character of a name can't be printed.
    """
    waiting = waiting_for(award)
    case = flow.locked(waiting) if waiting is not None else award.case
    held = Award.objects.select_for_update(of=("self",)).get(pk=award.pk)
    permissions.require(acting_user, "programmes.issue_certificate", held)
    manifest = held.version.definition.manifest
    if not manifest.award.certificate:
        raise Impossible(_("This scheme issues no certificates."))
    before = held.certificate
    if before is not None and not _says_otherwise(held) and (waiting is None or waiting == held.case_id):
        raise Impossible(_("The certificate was issued already."))
    if held.state not in STANDING:
        raise Impossible(_("The award has ended."))
    lead = next(body for body in manifest.bodies if body.role == "lead")
    subject = f"（{held.subject_name}）" if held.subject_name else ""
    name = case.applicant_name if case is not None and before is None else held.holder.name
    held.certificate = issue_certificate(
        acting_user=acting_user,
        title=manifest.award.title.zh,
        issuer=case.round.issuer if case is not None else lead.name.zh,
        holder_name=name,
        statement=f"兹认定{name}{subject}为{manifest.award.title.zh}。",
        rows=[
            ("统一社会信用代码", held.holder.code),
            ("认定编号", held.number),
            (
                "有效期",
                f"{held.valid_from:%Y-%m-%d} 至 {held.valid_to:%Y-%m-%d}" if held.valid_to else "长期",
            ),
        ],
        subject=f"programmes.award:{held.pk}",
        site_address=SITE_ADDRESS.text().rstrip("/"),
        number=held.number,
        issued_on=max(held.granted_on, held.valid_from) if before is None else clock.today(),
        valid_to=held.valid_to,
    )
    held.save(update_fields=["certificate"])
    if before is not None and before.revoked_on is None:
        revoke_certificate(
            acting_user=acting_user, certificate=before, reason=_("replaced when the award was renewed")
        )
    if waiting is not None and case is not None:
        flow.close_item(
            acting_user=acting_user,
            case=case,
            item=flow.item_at(case, StepType.CERTIFICATE),
            outcome="issued",
        )
        recorded.record(
            acting_user, recorded.CERTIFIED, case,
            number=held.number, code=held.certificate.code,
            digest=held.certificate.file.digest if held.certificate.file else "",
        )  # fmt: skip
        tell_applicant(acting_user=acting_user, case=case, what="certified")
    return held


def needs_certificate(award: Award) -> bool:
    """Whether a certificate is to be issued: there is none, it says another last day, or a case waits for one."""
    return award.certificate is None or _says_otherwise(award) or waiting_for(award) is not None


def _says_otherwise(award: Award) -> bool:
    return award.certificate is not None and award.certificate.valid_to != award.valid_to


def last_day(start: date, length: LengthForm | None) -> date | None:
    """The last day of a validity that begins on `start`: three years from 2026-03-02 end on 2029-03-01."""
    if length is None:
        return None
    return date.fromordinal(
        start.toordinal() + Length(length.number, Unit(length.unit)).natural_days_after(start) - 1
    )


def re_evaluation_of(case: Case, day: date) -> date | None:
    """When an award that the case becomes on `day` is evaluated again; None where it isn't."""
    again = case.version.definition.after.re_evaluation
    return last_day(day, again.every) if again is not None else None
