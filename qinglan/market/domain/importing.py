"""Verb: bring technologies or needs in from a file, in portions, so that a broken run goes on where it was."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, events, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.disclosure.domain.clearance import Check, clear_for_publication
from qinglan.kernel.outbox import nudging
from qinglan.kernel.roles import is_officer, is_the_system
from qinglan.market.domain.listing import CONTENT, put_contact, put_fields
from qinglan.market.domain.locking import assign, save
from qinglan.market.domain.part import PARTS
from qinglan.market.exchange.checking import Checker, Record, Refused
from qinglan.market.exchange.copying import _ROW_FIELDS, copy_in, step_note
from qinglan.market.exchange.mapping import MappingFile
from qinglan.market.exchange.nearness import Neighbours
from qinglan.market.exchange.reading import BadRow, rows_of
from qinglan.market.models import WRITABLE, ImportFault, ImportRun, ListingState, Step
from qinglan.market.quality import ends_on
from qinglan.market.queries import MODELS
from qinglan.market.recorded import FILE, record
from qinglan.parties import holding
from qinglan.parties.models import Organisation

PORTION = 5_000
"""Rows of one transaction."""
MOST_FAULTS = 1_000
"""Refused rows of which the reason is kept; all are counted."""
Progress = Callable[[int], None]


@dataclass
class Report:
    """What was done, or with a dry run what would be: rows new, changed, same, refused, and why."""

    new: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0
    faults: list[tuple[int, str, str]] = field(default_factory=list)
    run: ImportRun | None = None

    def fault(self, row: int, column: str, reason: str) -> None:
        """Count a refused row, and keep the reason."""
        self.refused += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append((row, column, reason))


@dataclass(frozen=True)
class _Way:
    """How a file is brought in."""

    acting_user: Any
    side: str
    source: str
    publishes: bool
    may_touch: frozenset[int] | None
    neighbours: Neighbours | None
    """What the rows are compared with, where they are published at once."""


def import_file(
    *,
    acting_user: Any,
    side: str,
    path: Path,
    name: str = "",
    source: str = "file",
    mapping: MappingFile | None = None,
    owner: Organisation | None = None,
    publish_on: str = "",
    dry_run: bool = False,
    portion: int = PORTION,
    progress: Progress | None = None,
) -> Report:
    """Bring the rows of `path` in as drafts, or published on the basis `publish_on` (officers only).

    A row is told by `source` (of the mapping, where there is one) and its external_id: again, it changes the
    draft that it made, or is the same. What is published at once and says nearly what another public or
    waiting listing says, or an earlier row, is refused unless its column ``differs`` says what sets it apart;
    drafts are compared when they pass the gate. Each portion is one transaction that also moves `rows_done`,
    so that the same call after a crash goes on behind the last portion. Refused rows are kept with column
    and reason; the others are written. Raises Impossible, PermissionRefused.
    """
    permissions.require(acting_user, "market.import", None)
    if publish_on:
        permissions.require(acting_user, "market.import_published")
    if mapping is not None and mapping.side != side:
        raise Impossible(_("This mapping is for the other side of the market."), field="mapping")
    may_touch = None
    if not (is_officer.test(acting_user) or is_the_system.test(acting_user)):
        may_touch = frozenset(holding.organisations_represented_by(acting_user).values_list("pk", flat=True))
        if owner is not None and owner.pk not in may_touch:
            permissions.require(acting_user, "market.add", owner)
    way = _Way(
        acting_user,
        side,
        mapping.source if mapping else source,
        bool(publish_on),
        may_touch,
        Neighbours(side) if publish_on else None,
    )
    checker = Checker(side, owner=owner, publishes=way.publishes, may_own=may_touch)
    rows = rows_of(path)
    report = Report()
    if dry_run:
        for some in _portions(rows, portion):
            _look(way, checker, mapping, some, report)
        return report
    run = _begin(way, path, name or path.name, mapping, owner)
    report.run = run
    if run.finished_at is not None:
        report.new, report.changed = 0, 0
        report.same, report.refused = run.new + run.changed + run.same, run.refused
        return report
    rows = islice(rows, run.rows_done, None)
    for some in _portions(rows, portion):
        _write(way, checker, mapping, some, report, run)
        if progress is not None:
            progress(run.rows_done)
    report.run = _finish(way, run, publish_on)
    return report


def _portions(rows: Iterator[Any], size: int) -> Iterator[list[Any]]:
    while some := list(islice(rows, size)):
        yield some


def _begin(
    way: _Way, path: Path, name: str, mapping: MappingFile | None, owner: Organisation | None
) -> ImportRun:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    settings = "\n".join(
        [
            way.side,
            way.source,
            mapping.digest() if mapping else "",
            str(owner.pk if owner else ""),
            str(way.publishes),
        ]
    )
    run, _made = ImportRun.objects.get_or_create(
        digest=digest,
        settings_digest=hashlib.sha256(settings.encode()).hexdigest(),
        defaults={
            "side": way.side,
            "source": way.source,
            "file_name": name[:200],
            "mapping": mapping.mapping if mapping else "",
            "owner": owner,
            "publishes": way.publishes,
            "started_by": way.acting_user,
            "started_at": clock.now(),
        },
    )
    return run


@transaction.atomic
def _write(
    way: _Way, checker: Checker, mapping: MappingFile | None, some: list[Any], report: Report, run: ImportRun
) -> None:
    """One portion, within a transaction of its own."""
    standing = ImportRun.objects.select_for_update().get(pk=run.pk)
    if standing.rows_done != run.rows_done:
        raise Impossible(_("Somebody else is bringing this file in now. Wait for the end of it."))
    before = (report.new, report.changed, report.same, report.refused)
    kept = len(report.faults)
    if way.neighbours is not None:
        way.neighbours.forget()
    new, old = _sorted(way, checker, mapping, some, report)
    for row, one in old:
        _update(way, row, one, report)
    if new:
        now = clock.now()
        today = clock.today()
        published = (today, ends_on(way.side, today)) if way.publishes else None
        copy_in(way.side, new, source=way.source, user=way.acting_user.pk, now=now, published=published)
        report.new += len(new)
        transaction.on_commit(nudging.nudge, robust=True)
    ImportFault.objects.bulk_create(
        ImportFault(run=run, row=number, column=column, reason=reason[:400])
        for number, column, reason in report.faults[kept:]
    )
    after = (report.new, report.changed, report.same, report.refused)
    for name, was, now_is in zip(("new", "changed", "same", "refused"), before, after, strict=True):
        setattr(standing, name, getattr(standing, name) + now_is - was)
    standing.rows_done += len(some)
    standing.save()
    run.rows_done = standing.rows_done


def _look(way: _Way, checker: Checker, mapping: MappingFile | None, some: list[Any], report: Report) -> None:
    """What a portion would do; nothing is written."""
    new, old = _sorted(way, checker, mapping, some, report)
    report.new += len(new)
    for row, one in old:
        if _differs(row, one):
            report.changed += 1
        else:
            report.same += 1


def _sorted(
    way: _Way, checker: Checker, mapping: MappingFile | None, some: list[Any], report: Report
) -> tuple[list[Record], list[tuple[Any, Record]]]:
    """The records of a portion: new ones, and those that are here already, with their row (locked)."""
    records: list[Record] = []
    seen: dict[str, int] = {}
    for number, row in some:
        if isinstance(row, BadRow):
            report.fault(number, "", str(row))
            continue
        try:
            one = checker.record(number, mapping.apply(row) if mapping else row)
            if one.external_id and one.external_id in seen:
                raise Refused(
                    "external_id",
                    _("“{value}” stands already in row {row}.").format(
                        value=one.external_id, row=seen[one.external_id]
                    ),
                )
        except Refused as refused:
            report.fault(number, refused.column, refused.reason)
            continue
        if one.external_id:
            seen[one.external_id] = number
        records.append(one)
    rows = MODELS[way.side].objects.filter(source=way.source, external_id__in=list(seen))
    if transaction.get_connection().in_atomic_block:
        rows = rows.select_for_update(of=("self",))
    there = {row.external_id: row for row in rows.select_related("owner", "broker")} if seen else {}
    new, old = [], []
    for one in records:
        row = there.get(one.external_id) if one.external_id else None
        changes = row is None or _differs(row, one)
        if row is not None and changes and (reason := _not_to_be_changed(way, row)):
            report.fault(one.number, "external_id", reason)
            continue
        if way.neighbours is not None and changes and (row is None or row.state not in WRITABLE):
            try:
                way.neighbours.require_apart(one, row)
            except Refused as refused:
                report.fault(one.number, refused.column, refused.reason)
                continue
        if row is None:
            new.append(one)
        else:
            old.append((row, one))
    return new, old


def _not_to_be_changed(way: _Way, row: Any) -> str:
    if way.may_touch is not None and row.owner_id not in way.may_touch:
        return _("This record belongs to another organisation.")
    if row.state in WRITABLE or (
        way.publishes and row.state in (ListingState.PUBLISHED, ListingState.EXPIRED)
    ):
        return ""
    return _("“{title}” is in the state “{state}” and isn't changed by a file.").format(
        title=row.title, state=row.get_state_display()
    )


def _differs(row: Any, one: Record) -> bool:
    return any(getattr(row, name) != value for name, value in one.values.items() if name in CONTENT[row.SIDE])


def _update(way: _Way, row: Any, one: Record, report: Report) -> None:
    if not _differs(row, one):
        report.same += 1
        return
    assign(row, one.values, CONTENT[row.SIDE])
    for name in ("secrecy_by", "secrecy_on", "secrecy_basis"):
        if name in one.values:
            setattr(row, name, one.values[name])
    save(row)
    if one.fields:
        put_fields(row, one.fields)
    if any(one.contact):
        put_contact(row, dict(zip(("name", "telephone", "email"), one.contact, strict=True)))
    if one.rows:
        model = PARTS[row.SIDE]["parameter" if row.SIDE == "technology" else "indicator"]
        model.objects.filter(listing=row).delete()
        names = _ROW_FIELDS[row.SIDE]
        model.objects.bulk_create(
            model(listing=row, **dict(zip(names, cells, strict=True))) for cells in one.rows
        )
    record(way.acting_user, Step.IMPORTED, row, note=step_note(way.source, one))
    report.changed += 1


@transaction.atomic
def _finish(way: _Way, run: ImportRun, publish_on: str) -> ImportRun:
    """Close the run: its event, and the clearance of what it published."""
    standing = ImportRun.objects.select_for_update().get(pk=run.pk)
    standing.finished_at = finished = clock.now()
    standing.save()
    if way.publishes:
        check = Check(str(way.acting_user), _day(finished), publish_on)
        clear_for_publication(
            acting_user=way.acting_user,
            subject=f"market.import:{run.pk}",
            texts={run.file_name: standing.digest},
            secrecy=check,
            publication=check,
        )
    events.append(
        stream=f"market-import:{run.pk}",
        kind=FILE,
        payload={
            "file": standing.file_name,
            "digest": standing.digest,
            "mapping": standing.mapping,
            "source": standing.source,
            "new": standing.new,
            "changed": standing.changed,
            "same": standing.same,
            "refused": standing.refused,
        },
        actor=way.acting_user,
    )
    return standing


def _day(moment: datetime) -> Any:
    return moment.astimezone(clock.SHANGHAI).date()
