"""Demonstration organisations verified and tagged together: what the verbs write one by one, table by table."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from qinglan.kernel import clock, outbox
from qinglan.kernel.events.story import Told, append_told
from qinglan.parties.domain.organisation_tag import Grounds
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.organisation_change import ChangeKind, OrganisationChange
from qinglan.parties.models.organisation_kind import OrganisationState
from qinglan.parties.models.organisation_tag import GreenTag
from qinglan.parties.organisation_recorded import CHANGED, KINDS


def verify_together(acting_user: Any, rows: Sequence[Organisation], on: date, basis: str) -> None:
    """As `verify_organisation` for each of these preloaded organisations, within the caller's transaction."""
    now = clock.now()
    for row in rows:
        row.state, row.is_public, row.verified_on, row.verified_at = OrganisationState.VERIFIED, True, on, now
        row.revision += 1
    Organisation.objects.bulk_update(
        rows, ["state", "is_public", "verified_on", "verified_at", "revision"], batch_size=500
    )
    _record(acting_user, ChangeKind.VERIFIED, [(row, on, basis, "", {}) for row in rows])


def tag_together(acting_user: Any, grounds: Mapping[Organisation, Grounds], today: date) -> None:
    """As `give_green_tag` for each of these organisations, on the first day of its ground or after the last act."""
    now = clock.now()
    tags = GreenTag.objects.bulk_create(
        GreenTag(
            organisation=row,
            ground=one.ground,
            basis=one.basis,
            share=one.share,
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            confirmed_by=acting_user,
            confirmed_at=_on(one.valid_from, now),
        )
        for row, one in grounds.items()
    )
    rows = list(grounds)
    for row, one in grounds.items():
        row.is_green = one.valid_to is None or one.valid_to >= today
        row.revision += 1
    Organisation.objects.bulk_update(rows, ["is_green", "revision"], batch_size=500)
    _record(
        acting_user,
        ChangeKind.TAGGED,
        [
            (
                tag.organisation,
                tag.valid_from,
                tag.basis,
                str(tag.get_ground_display()),
                {"tag": tag.pk, "ground": tag.ground, "share": tag.share, "valid_to": tag.valid_to},
            )
            for tag in tags
        ],
    )


def _record(
    acting_user: Any,
    kind: ChangeKind,
    acts: Sequence[tuple[Organisation, date, str, str, Mapping[str, Any]]],
) -> None:
    now = clock.now()
    OrganisationChange.objects.bulk_create(
        OrganisationChange(
            organisation=row,
            kind=kind,
            happened_on=on,
            basis=basis,
            detail=detail[:500],
            acting_user=acting_user,
            recorded_at=_on(on, now),
        )
        for row, on, basis, detail, _more in acts
    )
    append_told(
        [
            Told(
                f"organisation:{row.pk}",
                KINDS[kind],
                {"code": row.code, "name": row.name, "on": on, "basis": basis, **more},
                acting_user,
                _on(on, now),
            )
            for row, on, basis, _detail, more in acts
        ]
    )
    if acts:
        outbox.enqueue(CHANGED, "roster")


def _on(day: date, now: datetime) -> datetime:
    """Noon of the day, or now where that is later: nothing happens before the story comes to it."""
    return max(datetime.combine(day, time(12), clock.SHANGHAI), now)
