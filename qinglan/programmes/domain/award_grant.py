"""Many awards at once: what becomes of the cases of a round whose decisions were released together."""

from collections.abc import Sequence
from typing import Any

from qinglan.kernel import clock
from qinglan.programmes import recorded
from qinglan.programmes.domain.award import last_day, re_evaluation_of, replace_standing
from qinglan.programmes.domain.award_number import last_serial
from qinglan.programmes.models import STANDING, Award, AwardChange, Case, Programme


def grant_awards(*, acting_user: Any, cases: Sequence[Case]) -> list[Award]:
    """Make the awards of cases of one scheme, in their order, within the caller's transaction.

    As `grant_award` for each, with few statements: the scheme's row is locked once, numbers follow each other
    without a gap, and what a holder still has of the scheme for the same subject is replaced. Each case stands
    for another holder or subject.
    """
    if not cases:
        return []
    programme = Programme.objects.select_for_update().get(pk=cases[0].version.programme_id)
    day, now = clock.today(), clock.now()
    standing = Award.objects.filter(
        programme=programme, state__in=STANDING, holder__in={case.applicant_id for case in cases}
    )
    held = set(standing.values_list("holder", "subject_name"))
    serials: dict[str, int] = {}
    made = []
    for case in cases:
        manifest = case.version.definition.manifest
        earlier = None
        if (case.applicant_id, case.subject_name) in held:
            earlier = replace_standing(acting_user, programme, case.applicant_id, case.subject_name, day)
        pattern = manifest.award.number or "{year}-{serial:04d}"
        if pattern not in serials:
            serials[pattern] = last_serial(programme, pattern, day.year)
        serials[pattern] += 1
        made.append(
            Award(
                programme=programme,
                version=case.version,
                case=case,
                holder_id=case.applicant_id,
                subject_name=case.subject_name,
                number=pattern.format(year=day.year, serial=serials[pattern]),
                level=manifest.authority,
                grade=case.grade,
                granted_on=day,
                valid_from=day,
                valid_to=last_day(day, manifest.award.valid_for),
                renews=earlier,
                re_evaluate_on=re_evaluation_of(case, day),
            )
        )
    awards = Award.objects.bulk_create(made)
    AwardChange.objects.bulk_create(
        AwardChange(award=one, kind="granted", on=day, made_at=now, made_by=acting_user) for one in awards
    )
    for case, award in zip(cases, awards, strict=True):
        recorded.record(
            acting_user, recorded.AWARDED, case,
            number=award.number, holder=case.applicant.code,
            valid_from=award.valid_from.isoformat(),
            valid_to=award.valid_to.isoformat() if award.valid_to else "",
        )  # fmt: skip
    return awards
