"""Change what is public without unpublishing it: a draft beside it, which takes its place after the checks."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.market.domain.listing import CONTACTS, CONTENT
from qinglan.market.domain.locking import locked, save
from qinglan.market.models import Contact, ListingState, Step
from qinglan.market.queries import CONTENT_PARTS
from qinglan.market.recorded import changed, record


@transaction.atomic
def begin_change(*, acting_user: Any, listing: Any) -> Any:
    """A draft with all that a public or expired listing says; the one that is under way, where there is one.

    Raises Impossible where the listing was never public.
    """
    permissions.require(acting_user, "market.edit", listing)
    row = locked(listing, check=False)
    open_one = (
        type(row).objects.filter(revises=row, state__in=["draft", "first", "second", "returned"]).first()
    )
    if open_one is not None:
        return open_one
    if row.state not in (ListingState.PUBLISHED, ListingState.EXPIRED):
        raise Impossible(_("Only what is or was published is changed in this way."))
    draft = type(row)(
        owner=row.owner,
        broker=row.broker,
        revises=row,
        state=ListingState.DRAFT,
        created_at=clock.now(),
        created_by=acting_user,
        **{name: getattr(row, name) for name in CONTENT[row.SIDE]},
    )
    try:
        with transaction.atomic():
            save(draft)
    except IntegrityError as error:
        raise Impossible(_("Somebody has just begun a change of this. Open it.")) from error
    _copy_parts(row, draft)
    record(acting_user, Step.BEGUN, draft)
    return draft


def take_over(change: Any) -> Any:
    """Put the content of a checked `change` into the listing that it changes, within the caller's transaction."""
    row = locked(change.revises, check=False)
    for name in CONTENT[row.SIDE]:
        setattr(row, name, getattr(change, name))
    row.secrecy_by, row.secrecy_on, row.secrecy_basis = (
        change.secrecy_by,
        change.secrecy_on,
        change.secrecy_basis,
    )
    save(row)
    for relation in CONTENT_PARTS[row.SIDE]:
        getattr(row, relation).all().delete()
    _copy_parts(change, row)
    changed(row)
    return row


def _copy_parts(source: Any, target: Any) -> None:
    for relation in CONTENT_PARTS[source.SIDE]:
        rows = list(getattr(source, relation).all())
        for row in rows:
            row.pk, row.listing = None, target
            row._state.adding = True
        if rows:
            type(rows[0])._default_manager.bulk_create(rows)
    contact: Contact | None = getattr(source, "contact", None)
    if contact is not None:
        values = {"name": contact.name, "telephone": contact.telephone, "email": contact.email}
        CONTACTS[target.SIDE].objects.update_or_create(listing=target, defaults=values)
