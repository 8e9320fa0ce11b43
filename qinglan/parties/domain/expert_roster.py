"""The verb that brings experts in: many at once, all or none, admitted on the basis that each row names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from qinglan.kernel import clock, permissions
from qinglan.parties.domain.expert import ExpertParticulars, account_with, create
from qinglan.parties.domain.expert_state import save
from qinglan.parties.domain.organisation_checks import said
from qinglan.parties.expert_recorded import record
from qinglan.parties.models.expert import Expert, ExpertEmployer, ExpertField, ExpertState
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.recorded_person import Route


@dataclass(frozen=True)
class ExpertEntry:
    """One row: who, his present employer by code or name, and on what basis he is in the pool."""

    particulars: ExpertParticulars
    employer: str
    employer_code: str = ""
    position: str = ""
    basis: str = ""

    def is_on_record(self, expert: Expert) -> bool:
        """Whether the row adds nothing to what is on record."""
        held = {(one.family, one.code) for one in expert.fields.all()}
        return set(self.particulars.fields) <= held and self.works_there(expert)

    def works_there(self, expert: Expert) -> bool:
        """Whether the employer is on record as a present one."""
        return any(
            (
                (one.organisation is not None and one.organisation.code == self.employer_code)
                if self.employer_code
                else str(one) == self.employer
            )
            for one in expert.employers.filter(valid_to__isnull=True).select_related("organisation")
            if one.organisation or not self.employer_code
        )


@transaction.atomic
def bring_in_experts(
    *,
    acting_user: Any,
    entries: Sequence[ExpertEntry],
    file_name: str,
    sha256: str,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Admit what is new, add fields and employer to who is on record; returns how many new or changed.

    An officer's file is his decision: who is new is in the pool at once, on the basis of his row. A second
    time nothing changes. Raises Impossible, IntegrityError (the same number at the same moment),
    PermissionRefused.
    """
    permissions.require(acting_user, "experts.import")
    numbers = [entry.particulars.mobile for entry in entries]
    rows = Expert.objects.select_for_update(of=("self",)).filter(private__mobile__in=numbers)
    known = {row.private.mobile: row for row in rows.select_related("private").order_by("pk")}
    codes = {entry.employer_code for entry in entries if entry.employer_code}
    units = {row.code: row for row in Organisation.objects.filter(code__in=codes)}
    done = 0
    for number, entry in enumerate(entries, 1):
        existing = known.get(entry.particulars.mobile)
        unit = units.get(entry.employer_code)
        if existing is None:
            known[entry.particulars.mobile] = _admit(acting_user, entry, unit, file_name, sha256)
            done += 1
        elif not entry.is_on_record(existing):
            _add(acting_user, existing, entry, unit)
            done += 1
        if progress is not None:
            progress(number, len(entries))
    return done


def _admit(
    acting_user: Any, entry: ExpertEntry, unit: Organisation | None, file_name: str, sha256: str
) -> Expert:
    row = create(
        acting_user,
        entry.particulars,
        Route.IMPORT,
        ExpertState.IN_POOL,
        user=account_with(entry.particulars.mobile),
        reason=said(entry.basis, "basis"),
        confirmed_by=acting_user,
        confirmed_at=clock.now(),
    )
    _employ(row, entry, unit)
    record(acting_user, "imported", row, file=file_name[:120], sha256=sha256)
    return row


def _add(acting_user: Any, row: Expert, entry: ExpertEntry, unit: Organisation | None) -> None:
    held = {(one.family, one.code) for one in row.fields.all()}
    ExpertField.objects.bulk_create(
        ExpertField(expert=row, family=family, code=code)
        for family, code in sorted(set(entry.particulars.fields) - held)
    )
    if not entry.works_there(row):
        _employ(row, entry, unit)
    save(row)
    record(acting_user, "edited", row, parts=["fields", "employers"])


def _employ(row: Expert, entry: ExpertEntry, unit: Organisation | None) -> None:
    ExpertEmployer.objects.create(
        expert=row,
        organisation=unit,
        free_name="" if unit else entry.employer[:120],
        position=entry.position[:60],
        valid_from=clock.today(),
    )
