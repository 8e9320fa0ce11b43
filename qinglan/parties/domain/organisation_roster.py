"""The verb that brings a roster in: many organisations at once, all or none."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from qinglan.kernel import clock, events, outbox, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.sheets.complaint import Complaint
from qinglan.parties.domain.organisation import CONTACT_FIELDS, PUBLIC_FIELDS, Particulars, next_local_code
from qinglan.parties.models.organisation import Organisation, OrganisationContact, OrganisationName
from qinglan.parties.models.organisation_change import ChangeKind, OrganisationChange
from qinglan.parties.models.organisation_kind import MAY_LACK_CODE, OrganisationState
from qinglan.parties.organisation_codes import is_local
from qinglan.parties.organisation_recorded import CHANGED, ROSTER
from qinglan.parties.organisation_search import keys

CHUNK = 500
_COMPARED = ("name", "territory", *PUBLIC_FIELDS, *CONTACT_FIELDS)


@dataclass(frozen=True)
class Match:
    """One entry of a roster beside what is on record: `changed` names the fields that it would change."""

    entry: Particulars
    existing: Organisation | None
    changed: tuple[str, ...] = ()
    complaint: Complaint | None = None
    field: str = "code"


def match_entries(entries: Sequence[Particulars], *, lock: bool = False) -> list[Match]:
    """Look every entry up, by its code or else by its name among those with a local code.

    An empty field of an entry changes nothing. A preloaded organisation takes what the roster says; one
    that has been claimed or verified stays as it is. With `lock` the rows found stay locked.
    """
    by_code = _found("code", [entry.code for entry in entries if entry.code], lock)
    by_name = _found("name", [entry.name for entry in entries if not entry.code], lock)
    return [
        _match(entry, by_code.get(entry.code) if entry.code else by_name.get(entry.name)) for entry in entries
    ]


@transaction.atomic
def preload_organisations(
    *,
    acting_user: Any,
    entries: Sequence[Particulars],
    file_name: str,
    sha256: str,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Enter what is new and change what is preloaded; returns how many were new or changed.

    Applied twice it changes nothing the second time. Raises Impossible on the first entry with a fault,
    IntegrityError when somebody enters the same code at the same moment, PermissionRefused.
    """
    permissions.require(acting_user, "organisations.preload")
    matches = match_entries(entries, lock=True)
    for match in matches:
        if match.complaint is not None:
            raise Impossible(f"{match.entry.name}: {match.complaint}")
    new = [match.entry for match in matches if match.existing is None]
    changed = [match for match in matches if match.changed]
    total = len(new) + len(changed)
    done = 0
    for chunk in _chunks(new):
        _create_all(acting_user, chunk, file_name)
        done += len(chunk)
        if progress is not None:
            progress(done, total)
    for match in changed:
        _change(acting_user, match, file_name)
        done += 1
        if progress is not None:
            progress(done, total)
    if total:
        payload = {"file": file_name, "sha256": sha256, "new": len(new), "changed": len(changed)}
        events.append(stream="organisations:roster", kind=ROSTER, payload=payload, actor=acting_user)
        outbox.enqueue(CHANGED, "roster")
    return total


def _found(name: str, values: Sequence[str], lock: bool) -> dict[str, Organisation]:
    rows: dict[str, Organisation] = {}
    for chunk in _chunks(sorted(set(values))):
        found = Organisation.objects.filter(**{f"{name}__in": chunk}).select_related("territory", "contact")
        if name == "name":
            found = found.filter(has_national_code=False)
        if lock:
            found = found.select_for_update(of=("self",))
        rows |= {getattr(row, name): row for row in found.order_by("pk")}
    return rows


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def _match(entry: Particulars, existing: Organisation | None) -> Match:
    if existing is None:
        if not entry.code and entry.kind not in MAY_LACK_CODE:
            text = gettext_noop("An organisation of this kind has a unified social credit code.")
            return Match(entry, None, complaint=Complaint(text))
        if is_local(entry.code):
            text = gettext_noop("Nobody has this local code. Leave the cell empty for a new one.")
            return Match(entry, None, complaint=Complaint(text))
        return Match(entry, None)
    if existing.has_ended:
        text = gettext_noop("“{name}” has ended and can't be preloaded again.")
        return Match(entry, existing, complaint=Complaint(text, {"name": existing.name}))
    if existing.state != OrganisationState.PRELOADED:
        if entry.name != existing.name:
            text = gettext_noop("Is on record as “{name}”. A change of name is recorded on its page.")
            return Match(entry, existing, complaint=Complaint(text, {"name": existing.name}), field="name")
        return Match(entry, existing)
    changed = [
        name
        for name in _COMPARED
        if getattr(entry, name) not in ("", None) and getattr(entry, name) != current(existing, name)
    ]
    return Match(entry, existing, tuple(changed))


def current(organisation: Organisation, name: str) -> Any:
    """What is on record under the name of a field of `Particulars`."""
    return getattr(organisation.contact if name in CONTACT_FIELDS else organisation, name)


def _create_all(acting_user: Any, entries: Sequence[Particulars], file_name: str) -> None:
    now = clock.now()
    rows = []
    for entry in entries:
        code = entry.code or next_local_code(entry.territory.code)
        rows.append(
            Organisation(
                code=code,
                has_national_code=bool(entry.code),
                name=entry.name,
                territory=entry.territory,
                state=OrganisationState.PRELOADED,
                created_at=now,
                created_by=acting_user,
                **keys(code, entry.name),
                **{name: getattr(entry, name) for name in PUBLIC_FIELDS},
            )
        )
    Organisation.objects.bulk_create(rows)
    pairs = list(zip(rows, entries, strict=True))
    OrganisationName.objects.bulk_create(
        OrganisationName(organisation=row, name=row.name, valid_from=row.registered_on) for row in rows
    )
    OrganisationContact.objects.bulk_create(
        OrganisationContact(organisation=row, **{name: getattr(entry, name) for name in CONTACT_FIELDS})
        for row, entry in pairs
    )
    OrganisationChange.objects.bulk_create(_history(acting_user, row, now, file_name, "") for row in rows)


def _change(acting_user: Any, match: Match, file_name: str) -> None:
    row = match.existing
    assert row is not None
    for name in match.changed:
        setattr(row.contact if name in CONTACT_FIELDS else row, name, getattr(match.entry, name))
    if "name" in match.changed:
        OrganisationName.objects.filter(organisation=row, valid_to__isnull=True).update(name=row.name)
        for name, value in keys(row.code, row.name).items():
            setattr(row, name, value)
    row.revision += 1
    row.save()
    row.contact.save()
    _history(acting_user, row, clock.now(), file_name, ", ".join(match.changed)).save()


def _history(
    acting_user: Any, row: Organisation, now: Any, file_name: str, detail: str
) -> OrganisationChange:
    return OrganisationChange(
        organisation=row,
        kind=ChangeKind.PRELOADED,
        happened_on=now.astimezone(clock.SHANGHAI).date(),
        basis=file_name[:300],
        detail=detail,
        acting_user=acting_user,
        recorded_at=now,
    )
