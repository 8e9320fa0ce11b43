"""Verb: bring in what the national system registered, by a spreadsheet; whole or not at all."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from qinglan.contracts.domain.registration_difference import note_differences
from qinglan.contracts.domain.registration_join import join, looks_the_same, may_join, name_of
from qinglan.contracts.domain.registration_state import locked_rows, set_registration_state, touch
from qinglan.contracts.models import DifferenceSource, PartySide, Registration, RegistrationState
from qinglan.contracts.registering import from_contract, recorded
from qinglan.contracts.registering.queries import offices_of
from qinglan.kernel import clock, events, outbox, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.events import Entry as Event
from qinglan.kernel.sheets.complaint import Complaint
from qinglan.parties.models import Organisation

_BATCH = 1_000
_COMPARED = ("title", "amount", "technology_amount", "seller_name", "seller_code", "buyer_name", "buyer_code", "signed_on")  # fmt: skip
"""Of what stands here, what the sheet may say otherwise."""
_FILED = (RegistrationState.HANDED_OVER, RegistrationState.PASSED)
NOT_OURS = "无"


@dataclass(frozen=True)
class Result:
    """A row of the sheet: national number, day, fields of `Registration`, and our number (YS-… or HT-…) where it names one.

    `NOT_OURS` instead says that it is none of those filed here, although it looks like one.
    """

    number: str
    registered_on: date
    values: Mapping[str, Any]
    ours: str = ""
    green: bool = False


@dataclass
class Match:
    """What a row would do. `differs` maps fields to what stands here and in the sheet."""

    result: Result
    act: Literal["new", "registers", "change", "same"] = "new"
    row: Registration | None = None
    differs: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    complaint: Complaint | None = None
    field: str = "number"
    gives_way: Registration | None = None
    """Whose number it is so far: it came in before without naming ours."""


def match_results(results: Sequence[Result], *, lock: bool = False) -> list[Match]:
    """What each row would do against the registrations as they are; with `lock` they are locked."""
    numbers = {one.number for one in results}
    ours = {one.ours for one in results if one.ours not in ("", NOT_OURS)}
    rows = _concerned(numbers, ours, lock=lock)
    numbered = {row.national_number: row for row in rows if row.national_number in numbers}
    named = {row.precheck_number: row for row in rows if row.precheck_number in ours}
    named |= {row.contract.number: row for row in rows if row.contract and row.contract.number in ours}
    taken: dict[int, str] = {}
    filed = _filed(results, {row.pk for row in named.values()})
    return [_match(one, numbered, named, taken, filed) for one in results]


def _concerned(numbers: set[str], ours: set[str], *, lock: bool) -> list[Registration]:
    """The registrations that have one of these numbers; those that are locked are so in the order of their keys."""
    keys: set[int] = set()
    for name, wanted in (
        ("national_number", numbers),
        ("precheck_number", ours),
        ("contract__number", ours),
    ):
        keys |= {row.pk for row in _in_batches(Registration.objects.only("pk"), name, wanted)}
    if lock:
        return list(locked_rows(keys).values())
    return list(_in_batches(Registration.objects.select_related("contract", "office", "keeper"), "pk", keys))


def _filed(results: Sequence[Result], but: set[int]) -> dict[Any, list[Registration]]:
    """What was filed here and no row names, by its contract value: a row may be about one of them."""
    rows = Registration.objects.select_related("contract").filter(state__in=_FILED).exclude(pk__in=but)
    found: dict[Any, list[Registration]] = {}
    for row in _in_batches(rows, "amount", {one.values["amount"] for one in results if not one.ours}):
        if name_of(row):
            found.setdefault(row.amount, []).append(row)
    return found


@transaction.atomic
def import_results(
    *,
    acting_user: Any,
    results: Sequence[Result],
    sha256: str,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> int:
    """Write all rows of a sheet; how many were new or changed.

    In this order: 1. what stands here is locked; 2. a faulty row refuses all (Impossible), and so does what another office
    has (PermissionRefused); 3. what was filed here becomes
    registered, what it says otherwise becomes an open difference, and a row that came in before with its number gives it up; 4. what is registered takes over the values of the
    national system, with a difference; 5. all others are new rows without a contract; 6. an event each.
    """
    permissions.require(acting_user, "contracts.import_registrations")
    matches = match_results(results, lock=True)
    bad = next((one for one in matches if one.complaint is not None), None)
    if bad is not None:
        raise Impossible(str(bad.complaint))
    for match in matches:
        if match.act in ("registers", "change"):
            permissions.require(acting_user, "contracts.enter_result", match.row)
    fresh: list[Match] = []
    done = 0
    for place, match in enumerate(matches, 1):
        if match.act == "new":
            fresh.append(match)
        elif match.act != "same":
            try:
                _apply(acting_user, match, sha256)
            except IntegrityError as error:
                raise Impossible(_meanwhile()) from error
            done += 1
        if place % _BATCH == 0:
            progress(place, len(matches))
    units, office = _units(fresh), _office_of(acting_user)
    for start in range(0, len(fresh), _BATCH):
        _create(acting_user, fresh[start : start + _BATCH], units, office, sha256)
    progress(len(matches), len(matches))
    return done + len(fresh)


def _match(
    one: Result,
    numbered: Mapping[Any, Registration],
    named: Mapping[Any, Registration],
    taken: dict[int, str],
    filed: Mapping[Any, list[Registration]],
) -> Match:
    known, row = numbered.get(one.number), named.get(one.ours)
    if known is not None and row is not None and row.state in _FILED and may_join(known, row, row.amount):
        taken[row.pk] = one.number
        return Match(one, "registers", row, _differs(row, one), gives_way=known)
    if known is not None:
        differs = _differs(known, one)
        return Match(one, "change" if differs else "same", known, differs)
    if one.ours == NOT_OURS:
        return Match(one)
    if not one.ours:
        return _unnamed(one, filed)
    if row is None:
        text = gettext_noop("Nothing here has the number “{number}”.")
        return Match(one, complaint=Complaint(text, {"number": one.ours}), field="ours")
    if row.national_number is not None or row.pk in taken:
        text = gettext_noop(
            "“{ours}” is registered as {number} already; a contract is registered once. Compare both certificates."
        )
        other = row.national_number or taken[row.pk]
        return Match(
            one, row=row, complaint=Complaint(text, {"ours": one.ours, "number": other}), field="ours"
        )
    if row.state not in _FILED:
        text = gettext_noop("“{ours}” is not filed in the national system here: it is “{state}”.")
        return Match(
            one, row=row, complaint=Complaint(text, {"ours": one.ours, "state": str(row.get_state_display())}),
            field="ours",
        )  # fmt: skip
    taken[row.pk] = one.number
    return Match(one, "registers", row, _differs(row, one))


def _unnamed(one: Result, filed: Mapping[Any, list[Registration]]) -> Match:
    """A row that names none of ours: new, but for one that looks like what was filed here and waits for its number."""
    alike = next(
        (row for row in filed.get(one.values["amount"], ()) if looks_the_same(row, dict(one.values))), None
    )
    if alike is None:
        return Match(one)
    text = gettext_noop(
        "It looks like {ours}, which was filed here: put that number into this column, or “{none}” where it is another contract."
    )
    return Match(one, complaint=Complaint(text, {"ours": name_of(alike), "none": NOT_OURS}), field="ours")


def _differs(row: Registration, one: Result) -> dict[str, tuple[Any, Any]]:
    found = {
        name: (getattr(row, name), one.values[name])
        for name in _COMPARED
        if one.values.get(name) not in (None, "") and one.values[name] != getattr(row, name)
    }
    if row.registered_on is not None and row.registered_on != one.registered_on:
        found["registered_on"] = (row.registered_on, one.registered_on)
    return found


def _apply(acting_user: Any, match: Match, sha256: str) -> None:
    row, one = match.row, match.result
    assert row is not None
    if match.gives_way is not None:
        join(acting_user, match.gives_way, row)
    note_differences(acting_user, row, DifferenceSource.RESULT, match.differs)
    for name in ("amount", "technology_amount"):
        if name in match.differs:
            setattr(row, name, match.differs[name][1])
    if row.state == RegistrationState.PASSED:
        set_registration_state(acting_user, row, RegistrationState.HANDED_OVER)
    row.registered_on = one.registered_on
    if match.act == "registers":
        row.national_number = one.number
        set_registration_state(acting_user, row, RegistrationState.REGISTERED, words=one.number)
    else:
        touch(row)
    recorded.record(acting_user, row, recorded.IMPORTED, _payload(row, sha256))


def _office_of(acting_user: Any) -> int | None:
    """The key of the one office that somebody registers for; None for officers and those of several."""
    found = offices_of(acting_user)
    return found[0] if len(found) == 1 else None


def _create(
    acting_user: Any,
    fresh: Sequence[Match],
    units: Mapping[str, Organisation],
    office: int | None,
    sha256: str,
) -> None:
    now, today = clock.now(), clock.today()
    rows = []
    for match in fresh:
        one = match.result
        row = Registration(
            **one.values,
            state=RegistrationState.REGISTERED,
            national_number=one.number,
            registered_on=one.registered_on,
            office_id=office,
            created_at=now,
            created_by=acting_user,
            changed_at=now,
        )
        for side in PartySide.values:
            setattr(row, f"{side}_unit", units.get(getattr(row, f"{side}_code")))
        row.keeper = row.seller_unit or row.buyer_unit
        if one.green:
            row.is_green, row.green_confirmed_by, row.green_confirmed_on = True, acting_user, today
        rows.append(from_contract.with_keys(row))
    try:
        with transaction.atomic():
            made = Registration.objects.bulk_create(rows)
    except IntegrityError as error:
        raise Impossible(_meanwhile()) from error
    entries = [(row.key, Event(recorded.IMPORTED, _payload(row, sha256))) for row in made]
    events.append_many(entries=entries, actor=acting_user)
    outbox.enqueue_all(recorded.CHANGED, [(str(row.pk), {}) for row in made])


def _meanwhile() -> str:
    return _("Somebody brought in the same number meanwhile. Check the file again.")


def _units(fresh: Iterable[Match]) -> dict[str, Organisation]:
    codes = {one.result.values.get(f"{side}_code") for one in fresh for side in PartySide.values} - {"", None}
    return {row.code: row for row in _in_batches(Organisation.objects.all(), "code", codes)}


def _in_batches(rows: Any, name: str, keys: Iterable[Any]) -> Iterable[Any]:
    wanted = sorted(set(keys))
    for start in range(0, len(wanted), _BATCH):
        yield from rows.filter(**{f"{name}__in": wanted[start : start + _BATCH]}).order_by("pk")


def _payload(row: Registration, sha256: str) -> dict[str, Any]:
    return {
        "national_number": row.national_number,
        "registered_on": row.registered_on.isoformat() if row.registered_on else None,
        "amount": row.amount,
        "technology_amount": row.technology_amount,
        "file": sha256,
    }
