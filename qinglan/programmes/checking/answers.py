"""What the public register says of a list of codes, as data that is shown, printed and kept alike.

Public facts only: awards, their state, days and history, green tags of organisations whose page is public. Amounts
stand nowhere in it. However long the list, it costs five statements.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from qinglan.kernel import clock
from qinglan.kernel.periods.count import legal_day
from qinglan.parties.models import GreenTag, Organisation
from qinglan.programmes.checking.codes import Line
from qinglan.programmes.models import STANDING, Award
from qinglan.programmes.queries.checking import (
    awards_by_holder,
    green_tags_by_organisation,
    organisations_by_code,
)

FORMAT = "qinglan-check/1"


def check(lines: Sequence[Line]) -> dict[str, Any]:
    """The answer to a list: the day, and for each line what is wrong with it or what is on the register."""
    today = clock.today()
    organisations = organisations_by_code(line.code for line in lines if not line.fault)
    keys = [one.pk for one in organisations.values()]
    awards, tags = awards_by_holder(keys), green_tags_by_organisation(keys)
    rows = []
    for line in lines:
        row: dict[str, Any] = {"row": line.row, "written": line.written[:80], "code": line.code}
        if line.fault:
            row["fault"], row["expected"], row["first_row"] = line.fault, line.expected, line.first_row
        else:
            row |= _found(organisations.get(line.code), awards, tags, today)
        rows.append(row)
    return {"format": FORMAT, "on": today.isoformat(), "rows": rows}


def _found(
    organisation: Organisation | None,
    awards: dict[int, list[Award]],
    tags: dict[int, list[GreenTag]],
    today: date,
) -> dict[str, Any]:
    if organisation is None:
        return {"name": "", "awards": [], "tags": []}
    held = awards.get(organisation.pk, [])
    is_known = organisation.is_public or bool(held)
    return {
        "name": organisation.name if is_known else "",
        "state": organisation.state if is_known else "",
        "page": organisation.get_absolute_url() if organisation.is_public else "",
        "awards": [_award(one, today) for one in held],
        "tags": [_tag(one, today) for one in tags.get(organisation.pk, [])],
    }


def _award(award: Award, today: date) -> dict[str, Any]:
    changes = list(award.changes.all())
    last = changes[-1] if changes else None
    certificate = award.certificate
    is_of_a_person = award.subject_kind == "person"  # type: ignore[attr-defined]
    return {
        "scheme_zh": award.version.title_zh,
        "scheme_en": award.version.title_en,
        "subject": "" if is_of_a_person else award.subject_name,
        "number": award.number,
        "document": award.document,
        "level": award.level,
        "granted_on": award.granted_on.isoformat(),
        "valid_from": award.valid_from.isoformat(),
        "valid_to": award.valid_to.isoformat() if award.valid_to else "",
        "state": award.state,
        "holds": _holds(award, today),
        "ended_on": award.ended_on.isoformat() if award.ended_on else "",
        "reason": last.reason if last is not None and award.state == last.kind else "",
        "evidence_on": (last.on if last else award.granted_on).isoformat(),
        "evidence_kind": last.kind if last else "granted",
        "recorded_on": legal_day(last.made_at).isoformat() if last else "",
        "url": award.get_absolute_url(),
        "certificate": certificate.code if certificate else "",
    }


def _holds(award: Award, today: date) -> bool:
    return (
        award.state in STANDING
        and award.valid_from <= today
        and (award.valid_to is None or award.valid_to >= today)
    )


def _tag(tag: GreenTag, today: date) -> dict[str, Any]:
    last = tag.revoked_on or tag.valid_to
    return {
        "ground": tag.ground,
        "basis": tag.basis,
        "valid_from": tag.valid_from.isoformat(),
        "valid_to": tag.valid_to.isoformat() if tag.valid_to else "",
        "holds": tag.revoked_on is None and tag.valid_from <= today and (last is None or last >= today),
        "revoked_on": tag.revoked_on.isoformat() if tag.revoked_on else "",
    }
