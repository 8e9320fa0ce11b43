"""Verbs on entries of lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.codes.uscc import normalised
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.kernel.measures import recorded
from qinglan.kernel.measures.domain.chain import last_of, period_of, withdrawal_difference
from qinglan.kernel.measures.domain.checks import AlreadyOnRecord, check_about, checked, territories_of
from qinglan.kernel.measures.models import Entry, Indicator, Kind

UNIQUE = "one_current_entry_per_subject_and_start"


@dataclass(frozen=True)
class Listing:
    """What is entered: whom or what, since when, until when, by which document, with which evidence."""

    indicator: Indicator
    territory_id: str
    subject_name: str
    valid_from: date
    evidence: str
    reported_on: date
    confidentiality: str
    subject_code: str = ""
    level: str = ""
    stage: str = ""
    number: str = ""
    valid_to: date | None = None


@transaction.atomic
def enter_item(*, acting_user: Any, listing: Listing) -> Entry:
    """Enter an item on the list of an indicator.

    Raises PermissionRefused; AlreadyOnRecord where the same item stands since that day; Impossible
    where the listing does not fit the indicator (kind, stage, territory, code, confidentiality),
    the name or evidence is missing, or the dates are in the wrong order or lie ahead.
    """
    permissions.require(acting_user, "measures.report", listing.indicator)
    _check(listing, territories_of([listing]), clock.today())
    entry = _row(acting_user, listing, moment=clock.now())
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError as error:
        if UNIQUE not in str(error):
            raise
        raise AlreadyOnRecord(
            _("This item already stands on the list since that day."),
            standing=_standing(entry),
            field="subject_name",
        ) from error
    recorded.record(acting_user, recorded.ENTERED, [entry])
    return entry


@transaction.atomic
def end_item(*, acting_user: Any, entry: Entry, last_day: date, reason: str) -> Entry:
    """Take an item off the list after `last_day`.

    The entry is closed and at the same moment one with its end takes its place, so that what was
    known before can still be asked for. Raises StaleEdit when somebody closed it meanwhile;
    Impossible for a day before its start, the day that it ends on anyway, or a missing reason.
    """
    permissions.require(acting_user, "measures.report", entry.indicator)
    _need_reason(reason)
    locked = _locked(entry)
    if not locked.is_current:
        standing = last_of(locked)
        current = period_of(standing) if standing.is_current else withdrawal_difference(standing).current
        raise StaleEdit([Difference(_("on the list"), _ended(locked, last_day), current)])
    if last_day < locked.valid_from:
        raise Impossible(_("The last day lies before the first."), field="last_day")
    if last_day == locked.valid_to:
        raise Impossible(_("The entry ends on that day already."), field="last_day")
    moment = clock.now()
    _close(acting_user, locked, reason, moment)
    ended = Entry(
        indicator=locked.indicator,
        territory_id=locked.territory_id,
        subject_code=locked.subject_code,
        subject_name=locked.subject_name,
        level=locked.level,
        stage=locked.stage,
        number=locked.number,
        valid_from=locked.valid_from,
        valid_to=last_day,
        evidence=locked.evidence,
        reported_on=clock.today(),
        confidentiality=locked.confidentiality,
        reporter=acting_user,
        recorded_at=moment,
        corrects=locked,
    )
    ended.save(force_insert=True)
    recorded.record(acting_user, recorded.ENDED, [ended])
    return ended


@transaction.atomic
def withdraw_item(*, acting_user: Any, entry: Entry, reason: str) -> Entry:
    """Close an entry that should never have stood. Raises as end_item."""
    permissions.require(acting_user, "measures.report", entry.indicator)
    _need_reason(reason)
    locked = _locked(entry)
    if not locked.is_current:
        raise StaleEdit([withdrawal_difference(last_of(locked))])
    closed = _close(acting_user, locked, reason, clock.now())
    recorded.record(acting_user, recorded.ITEM_WITHDRAWN, [closed])
    return closed


@transaction.atomic
def enter_items(*, acting_user: Any, listings: Sequence[Listing]) -> int:
    """Enter many items at once: all of them, or none. Returns their number.

    Raises as enter_item; the message names the row, counted from 1.
    """
    permissions.require(acting_user, "measures.report")
    moment, today = clock.now(), clock.today()
    territories = territories_of(listings)
    rows = []
    for number, listing in enumerate(listings, 1):
        try:
            _check(listing, territories, today)
            rows.append(_row(acting_user, listing, moment=moment))
        except Impossible as error:
            raise Impossible(
                _("Row %(row)s: %(reason)s") % {"row": number, "reason": error.message}, field=error.field
            ) from error
    try:
        with transaction.atomic():
            made = Entry.objects.bulk_create(rows, batch_size=500)
    except IntegrityError as error:
        if UNIQUE not in str(error):
            raise
        raise Impossible(
            _(
                "One of the items already stands on the list, or stands twice among the rows. Nothing was entered."
            )
        ) from error
    recorded.record(acting_user, recorded.ENTERED, made)
    return len(made)


def _row(acting_user: Any, listing: Listing, *, moment: datetime) -> Entry:
    row = Entry(
        indicator=listing.indicator,
        territory_id=listing.territory_id,
        subject_code=normalised(listing.subject_code),
        subject_name=listing.subject_name.strip(),
        level=listing.level,
        stage=listing.stage,
        number=listing.number.strip(),
        valid_from=listing.valid_from,
        valid_to=listing.valid_to,
        evidence=listing.evidence.strip(),
        reported_on=listing.reported_on,
        confidentiality=listing.confidentiality,
        reporter=acting_user,
        recorded_at=moment,
    )
    checked(row)
    return row


def _check(listing: Listing, territories: Mapping[str, Territory], today: date) -> None:
    if listing.indicator.kind != Kind.ENTRY:
        raise Impossible(
            _("This indicator takes amounts: report a figure, not an item of a list."), field="indicator"
        )
    if not listing.subject_name.strip():
        raise Impossible(
            _("Name the organisation, project or person group that is entered."), field="subject_name"
        )
    if listing.indicator.stages and listing.stage not in listing.indicator.stages:
        raise Impossible(_("Choose the stage that has been reached."), field="stage")
    if listing.valid_from > today:
        raise Impossible(
            _("The first day lies ahead. Enter the item when the day has come."), field="valid_from"
        )
    check_about(listing, territories, listing.valid_from, listing.valid_from)
    if listing.valid_to is not None and listing.valid_to < listing.valid_from:
        raise Impossible(_("The last day lies before the first."), field="valid_to")
    if not listing.evidence.strip():
        raise Impossible(_("Name the document that the entry comes from."), field="evidence")
    if listing.reported_on > today:
        raise Impossible(_("The date of the report lies ahead."), field="reported_on")


def _standing(double: Entry) -> Entry | None:
    return Entry.objects.filter(
        indicator=double.indicator,
        subject_code=double.subject_code,
        subject_name=double.subject_name,
        level=double.level,
        stage=double.stage,
        valid_from=double.valid_from,
        closed_at__isnull=True,
    ).first()


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise Impossible(_("Say why; an auditor will ask."), field="reason")


def _ended(entry: Entry, last_day: date) -> str:
    return f"{entry.valid_from.isoformat()} – {last_day.isoformat()}"


def _locked(entry: Entry) -> Entry:
    return (
        Entry.objects.select_for_update(of=("self",))
        .select_related("indicator", "territory")
        .get(pk=entry.pk)
    )


def _close(acting_user: Any, locked: Entry, reason: str, moment: datetime) -> Entry:
    locked.closed_at = moment
    locked.closing_reason = reason.strip()
    locked.closed_by = acting_user
    checked(locked)
    locked.save(update_fields=["closed_at", "closing_reason", "closed_by"])
    return locked
