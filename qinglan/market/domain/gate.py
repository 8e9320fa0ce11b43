"""The gate through which technologies and needs become public: one state machine."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.disclosure.domain.clearance import Attached, Check, clear_for_publication, digest_of
from qinglan.kernel.documents import store
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.market import aspects
from qinglan.market.anonymity import gives_away
from qinglan.market.completeness import completeness
from qinglan.market.domain.amendment import take_over
from qinglan.market.domain.locking import locked, save
from qinglan.market.domain.snapshot import keep_snapshot
from qinglan.market.duplicates import near
from qinglan.market.models import Level, ListingState, Step
from qinglan.market.quality import ends_on, quality
from qinglan.market.recorded import record
from qinglan.market.seeing import public_texts
from qinglan.market.todos import follow, renewed

FROM = {
    ListingState.FIRST: {ListingState.DRAFT, ListingState.RETURNED},
    ListingState.SECOND: {ListingState.FIRST},
    ListingState.RETURNED: {ListingState.FIRST, ListingState.SECOND},
    ListingState.DRAFT: {ListingState.FIRST, ListingState.SECOND},
    ListingState.PUBLISHED: {ListingState.SECOND, ListingState.PUBLISHED, ListingState.EXPIRED},
    ListingState.MERGED: {ListingState.SECOND},
    ListingState.EXPIRED: {ListingState.PUBLISHED},
    ListingState.WITHDRAWN: {
        ListingState.DRAFT, ListingState.RETURNED, ListingState.FIRST, ListingState.SECOND,
        ListingState.PUBLISHED, ListingState.EXPIRED,
    },
}  # fmt: skip


class TooNear(Impossible):
    """It says nearly what others say: `found`. Nothing was written."""

    def __init__(self, found: Sequence[Any]) -> None:
        names = pgettext("between items", "; ").join(
            f"{one.listing.title} ({one.percent} %)" for one in found
        )
        super().__init__(
            _(
                "This says nearly the same: {names}. Return it as a duplicate, or say below what differs."
            ).format(names=names),
            field="differs",
        )
        self.found = found


def set_state(row: Any, state: ListingState, *, on: date) -> None:
    """Move a locked listing to `state` as of the day `on`, within the caller's transaction.

    In this order: 1. refuses a step that the table `FROM` does not have (Impossible); 2. publication sets
    the moment, the last day and the day of confirmation; 3. back to the owner, the checks are void and the
    secrecy check is to be made anew; 4. raises the revision and saves. The caller has checked the
    permission, and records the step and its to-dos afterwards.
    """
    if ListingState(row.state) not in FROM[state]:
        raise Impossible(
            _(
                "“{title}” is in the state “{state}”; this is not possible then. Open it again to see how it stands."
            ).format(title=row.title, state=row.get_state_display())
        )
    row.state = state
    if state == ListingState.PUBLISHED:
        row.published_at = row.published_at or clock.now()
        row.valid_until = ends_on(row.SIDE, on)
        row.confirmed_on = on
    if state in (ListingState.RETURNED, ListingState.DRAFT):
        row.secrecy_by, row.secrecy_on, row.secrecy_basis = "", None, ""
    save(row)


@transaction.atomic
def hand_in(*, acting_user: Any, listing: Any) -> Any:
    """Hand a draft in for the first check by the organisation or its broker.

    Raises Impossible naming what is lacking, StaleEdit, PermissionRefused.
    """
    permissions.require(acting_user, "market.hand_in", listing)
    row = locked(listing)
    _require_complete(row)
    _require_anonymous(row)
    set_state(row, ListingState.FIRST, on=clock.today())
    record(acting_user, Step.HANDED_IN, row)
    follow(acting_user, row, "market.hand_in")
    return row


@transaction.atomic
def take_back(*, acting_user: Any, listing: Any) -> Any:
    """The owner takes back what is being checked, to change it. Raises StaleEdit, Impossible."""
    permissions.require(acting_user, "market.edit", listing)
    row = locked(listing)
    set_state(row, ListingState.DRAFT, on=clock.today())
    record(acting_user, Step.TAKEN_BACK, row)
    follow(acting_user, row, "market.take_back")
    return row


@transaction.atomic
def pass_first(*, acting_user: Any, listing: Any, points: Sequence[str], secrecy: Check) -> Any:
    """The organisation or its broker confirms every point of its checklist and the secrecy check.

    Raises Impossible with the points that are missing, or where the check has no day and basis.
    """
    permissions.require(acting_user, "market.check_first", listing)
    row = locked(listing)
    _require_points(row, "first", points)
    if not (secrecy.by.strip() and secrecy.basis.strip()):
        raise Impossible(_("Say who made the secrecy check, and on what basis."), field="secrecy_basis")
    if secrecy.on > clock.today():
        raise Impossible(
            _("This day is still to come. Write the day on which it was checked."), field="secrecy_on"
        )
    row.secrecy_by, row.secrecy_on, row.secrecy_basis = (
        secrecy.by.strip()[:100],
        secrecy.on,
        secrecy.basis.strip()[:300],
    )
    _require_complete(row)
    set_state(row, ListingState.SECOND, on=clock.today())
    record(
        acting_user,
        Step.FIRST_PASSED,
        row,
        checked=points,
        checklist=quality().digest(),
        secrecy_on=secrecy.on,
        secrecy_basis=row.secrecy_basis,
    )
    follow(acting_user, row, "market.pass_first")
    return row


@transaction.atomic
def return_listing(*, acting_user: Any, listing: Any, reasons: Sequence[str], note: str = "") -> Any:
    """Return it to its owner with coded reasons: from the first check, or from the second.

    Raises Impossible without a reason of the list, StaleEdit, PermissionRefused.
    """
    step = "market.check_first" if listing.state == ListingState.FIRST else "market.check_second"
    permissions.require(acting_user, step, listing)
    row = locked(listing)
    known = {one.code for one in quality().reasons_for(row.SIDE)}
    chosen = list(dict.fromkeys(reasons))
    if not chosen or set(chosen) - known:
        raise Impossible(_("Choose at least one reason from the list."), field="reasons")
    set_state(row, ListingState.RETURNED, on=clock.today())
    record(
        acting_user,
        Step.RETURNED,
        row,
        reasons=chosen,
        note=note.strip()[:1000],
        checklist=quality().digest(),
    )
    follow(acting_user, row, "market.return")
    return row


@transaction.atomic
def publish(
    *,
    acting_user: Any,
    listing: Any,
    points: Sequence[str],
    basis: str,
    differs: str = "",
    read_by_eye: bool = False,
    override_reason: str = "",
) -> Any:
    """A market officer confirms every point, and it becomes public, or takes the place of what it changes.

    In this order: 1. permission, lock, state; 2. every point of the checklist is confirmed; 3. nothing nearly
    the same is public, unless `differs` says what differs (TooNear); 4. the texts and files that become public
    pass the disclosure gate (NotCleared); 5. state, snapshot, log, event, to-dos. Returns the public listing.
    """
    permissions.require(acting_user, "market.check_second", listing)
    row = locked(listing)
    if row.state != ListingState.SECOND:
        raise Impossible(
            _(
                "“{title}” is in the state “{state}”; this is not possible then. Open it again to see how it stands."
            ).format(title=row.title, state=row.get_state_display())
        )
    _require_points(row, "second", points)
    _require_complete(row)
    _require_anonymous(row)
    if not differs.strip() and (found := near(row)):
        raise TooNear(found)
    digest = _clear(acting_user, row, basis, read_by_eye, override_reason)
    today = clock.today()
    step = Step.PUBLISHED
    public = row
    if row.revises_id is not None:
        step = Step.AMENDED
        public = take_over(row)
        set_state(row, ListingState.MERGED, on=today)
        follow(acting_user, row, "market.publish")
    set_state(public, ListingState.PUBLISHED, on=today)
    snapshot = keep_snapshot(public)
    record(
        acting_user,
        step,
        public,
        note=differs.strip()[:1000],
        checked=points,
        checklist=quality().digest(),
        digest=digest,
        version=snapshot.number,
        valid_to=public.valid_until,
    )
    follow(acting_user, public, "market.publish")
    renewed(acting_user, public, "market.publish")
    return public


@transaction.atomic
def renew(*, acting_user: Any, listing: Any) -> Any:
    """The owner confirms that a public or expired listing is current: its last day moves on from today."""
    permissions.require(acting_user, "market.edit", listing)
    row = locked(listing)
    if row.state not in (ListingState.PUBLISHED, ListingState.EXPIRED):
        raise Impossible(_("Only what is or was published can be renewed."))
    set_state(row, ListingState.PUBLISHED, on=clock.today())
    record(acting_user, Step.RENEWED, row, valid_to=row.valid_until)
    renewed(acting_user, row, "market.renew")
    return row


@transaction.atomic
def withdraw(*, acting_user: Any, listing: Any, reason: str) -> Any:
    """The owner or an officer withdraws it, with the reason; a change that is under way goes with it."""
    permissions.require(acting_user, "market.edit", listing)
    if not reason.strip():
        raise Impossible(_("Say why it is withdrawn; it stays on record with the reason."), field="reason")
    row = locked(listing)
    set_state(row, ListingState.WITHDRAWN, on=clock.today())
    record(acting_user, Step.WITHDRAWN, row, note=reason.strip()[:1000])
    follow(acting_user, row, "market.withdraw")
    renewed(acting_user, row, "market.withdraw")
    for change in (
        type(row).objects.filter(revises=row).exclude(state__in=[ListingState.MERGED, ListingState.WITHDRAWN])
    ):
        other = locked(change)
        set_state(other, ListingState.WITHDRAWN, on=clock.today())
        record(acting_user, Step.WITHDRAWN, other, note=reason.strip()[:1000])
        follow(acting_user, other, "market.withdraw")
    return row


@transaction.atomic
def expire(*, acting_user: Any, listing: Any) -> Any:
    """What nobody renewed by its last day is no longer public. For the daily job."""
    permissions.require(acting_user, "market.expire", listing)
    row = locked(listing, check=False)
    if row.valid_until is None or row.valid_until >= clock.today():
        return row
    set_state(row, ListingState.EXPIRED, on=clock.today())
    record(acting_user, Step.EXPIRED, row, valid_to=row.valid_until)
    renewed(acting_user, row, "market.expire")
    return row


def _require_complete(row: Any) -> None:
    lacking = completeness(row).lacking
    if lacking:
        names = pgettext("between items", "; ").join(str(one.label) for one in lacking)
        raise Impossible(_("Still missing: {names}. Fill them in, then go on.").format(names=names))


def _require_anonymous(row: Any) -> None:
    if not getattr(row, "is_anonymous", False):
        return
    place = gives_away(row.owner, public_texts(row) | {"title": row.title})
    if place:
        raise Impossible(
            _("The unit wants not to be named, but “{part}” names it. Take the name out.").format(
                part=aspects.aspect(row.SIDE, place).label
            )
        )


def _require_points(row: Any, step: str, points: Sequence[str]) -> None:
    missing = [one for one in quality().points(row.SIDE, step) if one.code not in points]
    if missing:
        raise Impossible(
            _("Not confirmed: {points}. Confirm it, or return the listing with a reason.").format(
                points=pgettext("between items", "; ").join(in_reader_language(one.text) for one in missing)
            ),
            field="points",
        )


def _clear(acting_user: Any, row: Any, basis: str, read_by_eye: bool, override_reason: str) -> str:
    """Through the disclosure gate; the digest of what becomes public."""
    if not basis.strip():
        raise Impossible(_("Name the basis of the publication check."), field="basis")
    texts = public_texts(row)
    files = [
        Attached(one.file.name, store.read(one.file.digest))
        for one in row.attachments.filter(level=Level.PUBLIC).select_related("file")
    ]
    clear_for_publication(
        acting_user=acting_user,
        subject=f"market.{row.key}",
        texts=texts,
        files=files,
        secrecy=Check(row.secrecy_by, row.secrecy_on, row.secrecy_basis),
        publication=Check(str(acting_user), clock.today(), basis.strip()),
        read_by_eye=read_by_eye,
        override_reason=override_reason,
    )
    return digest_of(texts, files)
