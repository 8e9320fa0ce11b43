"""Verbs on entries of lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.kernel.measures.models import Entry, Indicator, Kind


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

    Raises PermissionRefused; Impossible where the indicator takes amounts, the name or evidence
    is missing, the dates are in the wrong order or lie ahead, or the same item already stands.
    """
    permissions.require(acting_user, "measures.report", listing.indicator)
    _check(listing)
    try:
        with transaction.atomic():
            entry = _row(acting_user, listing, moment=clock.now())
            entry.save(force_insert=True)
            return entry
    except IntegrityError as error:
        if "one_current_entry_per_subject_and_start" not in str(error):
            raise
        raise Impossible(
            _("This item already stands on the list since that day."), field="subject_name"
        ) from error


@transaction.atomic
def end_item(*, acting_user: Any, entry: Entry, last_day: date, reason: str) -> Entry:
    """Take an item off the list after `last_day`.

    The entry is closed and a new one with its end takes its place, so that what was known before
    can still be asked for. Raises StaleEdit when somebody closed it meanwhile; Impossible for a
    day before its start or a missing reason.
    """
    permissions.require(acting_user, "measures.report", entry.indicator)
    if last_day < entry.valid_from:
        raise Impossible(_("The last day lies before the first."), field="last_day")
    _close(acting_user, entry, reason, yours=last_day.isoformat())
    ended = Listing(
        indicator=entry.indicator,
        territory_id=entry.territory_id,
        subject_code=entry.subject_code,
        subject_name=entry.subject_name,
        level=entry.level,
        stage=entry.stage,
        number=entry.number,
        valid_from=entry.valid_from,
        valid_to=last_day,
        evidence=entry.evidence,
        reported_on=clock.today(),
        confidentiality=entry.confidentiality,
    )
    row = _row(acting_user, ended, moment=clock.now())
    row.save(force_insert=True)
    return row


@transaction.atomic
def withdraw_item(*, acting_user: Any, entry: Entry, reason: str) -> Entry:
    """Close an entry that should never have stood. Raises as end_item."""
    permissions.require(acting_user, "measures.report", entry.indicator)
    return _close(acting_user, entry, reason, yours=_("withdrawn"))


@transaction.atomic
def enter_items(*, acting_user: Any, listings: Sequence[Listing]) -> int:
    """Enter many items at once: all of them, or none. Returns their number.

    Raises as enter_item; the message names the row, counted from 1.
    """
    permissions.require(acting_user, "measures.report")
    moment = clock.now()
    rows = []
    for number, listing in enumerate(listings, 1):
        try:
            _check(listing)
        except Impossible as error:
            raise Impossible(
                _("Row %(row)s: %(reason)s") % {"row": number, "reason": error.message}, field=error.field
            ) from error
        rows.append(_row(acting_user, listing, moment=moment))
    try:
        with transaction.atomic():
            return len(Entry.objects.bulk_create(rows, batch_size=500))
    except IntegrityError as error:
        if "one_current_entry_per_subject_and_start" not in str(error):
            raise
        raise Impossible(
            _(
                "One of the items already stands on the list, or stands twice among the rows. Nothing was entered."
            )
        ) from error


def _row(acting_user: Any, listing: Listing, *, moment: datetime) -> Entry:
    return Entry(
        indicator=listing.indicator,
        territory_id=listing.territory_id,
        subject_code=listing.subject_code.strip(),
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


def _check(listing: Listing) -> None:
    if listing.indicator.kind != Kind.ENTRY:
        raise Impossible(
            _("This indicator takes amounts: report a figure, not an item of a list."), field="indicator"
        )
    if not listing.subject_name.strip():
        raise Impossible(
            _("Name the organisation, project or person group that is entered."), field="subject_name"
        )
    if not listing.evidence.strip():
        raise Impossible(_("Name the document that the entry comes from."), field="evidence")
    if listing.valid_from > clock.today():
        raise Impossible(
            _("The first day lies ahead. Enter the item when the day has come."), field="valid_from"
        )
    if listing.valid_to is not None and listing.valid_to < listing.valid_from:
        raise Impossible(_("The last day lies before the first."), field="valid_to")


def _close(acting_user: Any, entry: Entry, reason: str, *, yours: str) -> Entry:
    if not reason.strip():
        raise Impossible(_("Say why; an auditor will ask."), field="reason")
    locked = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if not locked.is_current:
        raise StaleEdit([Difference(_("entry"), yours, locked.closing_reason)])
    locked.closed_at = clock.now()
    locked.closing_reason = reason.strip()
    locked.closed_by = acting_user
    locked.save(update_fields=["closed_at", "closing_reason", "closed_by"])
    return locked
