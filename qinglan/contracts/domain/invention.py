"""Verbs on service inventions: disclose, check whose it is, name contributors, agree on their parts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts.models import (
    Contributor,
    Invention,
    InventionRight,
    InventionState,
    Inventor,
)
from qinglan.contracts.sharing import recorded, todos
from qinglan.contracts.sharing.arithmetic import WHOLE, BadSharing, Part, by_part, main_share
from qinglan.contracts.sharing.floors import require_main_share
from qinglan.contracts.sharing.numbers import NUMBER_DIGITS, percent
from qinglan.contracts.sharing.pack import sharing
from qinglan.contracts.sharing.words import fault_words
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents.domain.file import store_file
from qinglan.kernel.history.since import require_unchanged
from qinglan.kernel.numbering import next_number
from qinglan.parties.models import Organisation
from qinglan.rights.models import Right

HOLDER = "contracts.invention"
CONTENT = ("title", "kind", "department", "completed_on", "source", "summary", "technology", "co_owners")
LARGEST = 20 * 1024 * 1024


@dataclass(frozen=True)
class Named:
    """Somebody named as contributor: what he did, whether he is a main one."""

    inventor: Inventor
    contribution: str
    is_main: bool


@transaction.atomic
def disclose(
    *,
    acting_user: Any,
    unit: Organisation,
    values: Mapping[str, Any],
    rights: Iterable[Right] = (),
    contributors: Sequence[Named] = (),
) -> Invention:
    """Enter an invention of the unit 披露; its ownership is checked next. Raises PermissionRefused, Impossible."""
    permissions.require(acting_user, "contracts.run_income", unit)
    row = Invention(
        keeper=unit,
        number=next_number(Invention, f"ZW-{clock.today().year}-", digits=NUMBER_DIGITS),
        state=InventionState.DISCLOSED,
        disclosed_at=clock.now(),
        disclosed_by=acting_user,
    )
    _write(row, values)
    _set_rights(row, rights)
    recorded.record(
        acting_user, row, recorded.DISCLOSED, {"number": row.number, "title": row.title, "kind": row.kind}
    )
    if contributors:
        _name(acting_user, row, contributors)
    todos.check_wanted(acting_user, row)
    return row


@transaction.atomic
def edit_invention(
    *, acting_user: Any, invention: Invention, values: Mapping[str, Any], rights: Iterable[Right] = ()
) -> Invention:
    """Change its particulars; one that was returned goes back to the check. Raises StaleEdit besides."""
    permissions.require(acting_user, "contracts.run_income", invention)
    row = locked(invention)
    _write(row, values)
    _set_rights(row, rights)
    if row.state == InventionState.RETURNED:
        row.state, row.checked_at, row.checked_by = InventionState.DISCLOSED, None, None
        row.save()
        todos.check_wanted(acting_user, row)
    recorded.record(acting_user, row, recorded.DISCLOSED, {"number": row.number, "title": row.title})
    return row


@transaction.atomic
def check_ownership(
    *, acting_user: Any, invention: Invention, finding: str, basis: str, co_owners: str = ""
) -> Invention:
    """Say whose it is: the unit's own, not a service invention, or returned; with what was looked at.

    Raises PermissionRefused, StaleEdit, Impossible with the field: no basis, a right that another unit keeps.
    """
    permissions.require(acting_user, "contracts.run_income", invention)
    row = locked(invention)
    if row.state != InventionState.DISCLOSED:
        raise Impossible(_("Its ownership was checked already. Open it again to see how it stands."))
    if not basis.strip():
        raise Impossible(
            _("Say what was looked at: contract of employment, project, right, co-owners."), field="basis"
        )
    strangers = list(
        row.rights.exclude(keeper=row.keeper).exclude(owners__organisation=row.keeper).distinct()
    )
    if finding == InventionState.OWNED and strangers:
        raise Impossible(
            _("{right} stands in the ledger of another unit. Put the owners right there first.").format(
                right=strangers[0]
            ),
            field="finding",
        )
    row.state = InventionState(finding)
    row.ownership_basis, row.co_owners = basis.strip()[:500], co_owners.strip()[:300] or row.co_owners
    row.checked_at, row.checked_by = clock.now(), acting_user
    row.revision += 1
    row.save()
    recorded.record(acting_user, row, recorded.CHECKED, {"finding": row.state, "basis": row.ownership_basis})
    todos.checked(acting_user, row)
    return row


@transaction.atomic
def name_contributors(*, acting_user: Any, invention: Invention, contributors: Sequence[Named]) -> Invention:
    """Name who made it and who helped to turn it to use, in their order; agreed parts are void then.

    Raises PermissionRefused, StaleEdit, Impossible: somebody twice or of another unit, no contribution.
    """
    permissions.require(acting_user, "contracts.run_income", invention)
    row = locked(invention)
    _require_not_shared(row)
    _name(acting_user, row, contributors)
    return row


@transaction.atomic
def agree_parts(
    *,
    acting_user: Any,
    invention: Invention,
    parts: Mapping[int, int],
    agreed_on: date,
    basis: str,
    consent: str = "",
    paper: tuple[str, bytes] | None = None,
) -> Invention:
    """Enter the parts on which the contributors agreed, by key, in ten-thousandths, with the paper they signed.

    Somebody who left keeps the part that he had unless `consent` names his own consent. Raises PermissionRefused,
    StaleEdit, Impossible with the field: parts that are no whole, main contributors below the law's share.
    """
    permissions.require(acting_user, "contracts.run_income", invention)
    row = locked(invention)
    people = list(row.contributors.select_related("inventor"))
    if not basis.strip():
        raise Impossible(_("Name the paper that all contributors signed."), field="basis")
    if agreed_on > clock.today():
        raise Impossible(_("This day is still to come."), field="agreed_on")
    wanted = [Part(str(one.pk), parts.get(one.pk, 0), one.is_main) for one in people]
    total = sum(one.part for one in wanted)
    if total != WHOLE:
        raise Impossible(_("The parts sum to {total}; they must sum to 100 %.").format(total=percent(total)))
    try:
        by_part(0, wanted)
    except BadSharing as bad:
        raise Impossible(fault_words(bad.fault)) from bad
    require_main_share(row.keeper, main_share(wanted), agreed_on)
    _require_consent_of_leavers(people, parts, consent)
    for one in people:
        one.part = parts.get(one.pk, 0)
        one.save(update_fields=["part"])
    if paper is not None:
        row.parts_file = store_file(
            acting_user=acting_user, name=paper[0], content=paper[1], holder=HOLDER, holder_key=row.number,
            max_bytes=LARGEST,
        )  # fmt: skip
    words = basis.strip() if not consent.strip() else f"{basis.strip()}；{consent.strip()}"
    row.parts_agreed_on, row.parts_basis = agreed_on, words[:300]
    row.revision += 1
    row.save()
    recorded.record(
        acting_user,
        row,
        recorded.PARTS,
        {"agreed_on": agreed_on, "basis": row.parts_basis, "people": len(people)},
        personal={"parts": [[one.position, one.inventor.staff_number, one.part] for one in people]},
    )
    return row


def locked(seen: Invention) -> Invention:
    """The row of `seen`, locked, within the caller's transaction. Raises StaleEdit where it changed since."""
    row = Invention.objects.select_for_update(of=("self",)).select_related("keeper").get(pk=seen.pk)
    require_unchanged(seen, row)
    return row


def _write(row: Invention, values: Mapping[str, Any]) -> None:
    for name in CONTENT:
        if name in values:
            setattr(row, name, values[name])
    if not row.title.strip():
        raise Impossible(_("Write its title."), field="title")
    if row.kind not in {one.code for one in sharing().result_kinds}:
        raise Impossible(_("Choose what kind of result it is."), field="kind")
    if row.completed_on > clock.today():
        raise Impossible(_("This day is still to come."), field="completed_on")
    if row.pk:
        row.revision += 1
    row.save()


def _set_rights(row: Invention, rights: Iterable[Right]) -> None:
    InventionRight.objects.filter(invention=row).delete()
    InventionRight.objects.bulk_create(InventionRight(invention=row, right=one) for one in rights)


def _name(acting_user: Any, row: Invention, contributors: Sequence[Named]) -> None:
    if not contributors:
        raise Impossible(_("Name at least one contributor."))
    if len({one.inventor.pk for one in contributors}) != len(contributors):
        raise Impossible(_("Somebody is named twice."))
    for one in contributors:
        if one.inventor.organisation_id != row.keeper_id:
            raise Impossible(
                _("A contributor belongs to another unit. Enter him among the people of this one.")
            )
        if not one.contribution.strip():
            raise Impossible(_("Say what each contributor did: the notice of rewards needs it."))
    if not any(one.is_main for one in contributors):
        raise Impossible(_("Mark at least one main contributor."))
    before = {one.inventor_id: one for one in row.contributors.all()}
    row.contributors.all().delete()
    Contributor.objects.bulk_create(
        Contributor(
            invention=row,
            inventor=one.inventor,
            position=place,
            contribution=one.contribution.strip()[:300],
            is_main=one.is_main,
            part=before[one.inventor.pk].part if one.inventor.pk in before else 0,
        )
        for place, one in enumerate(contributors, 1)
    )
    row.parts_agreed_on, row.parts_basis = None, ""
    row.revision += 1
    row.save()
    recorded.record(acting_user, row, recorded.NAMED, {"people": len(contributors)})


def _require_not_shared(row: Invention) -> None:
    if row.contributors.filter(pk__in=_paid_keys(row)).exists():
        raise Impossible(
            _("A plan names these contributors already. Change their parts by a new agreement instead.")
        )


def _paid_keys(row: Invention) -> Any:
    from qinglan.contracts.models import PartLine  # noqa: PLC0415 - only here

    return PartLine.objects.filter(contributor__invention=row).values("contributor_id")


def _require_consent_of_leavers(
    people: Sequence[Contributor], parts: Mapping[int, int], consent: str
) -> None:
    worse = [
        one
        for one in people
        if one.inventor.left_on is not None and one.part > 0 and parts.get(one.pk, 0) < one.part
    ]
    if worse and not consent.strip():
        raise Impossible(
            _("{name} left the unit and keeps his part. To lower it, name his written consent.").format(
                name=worse[0].inventor.name
            ),
            field="consent",
        )
