"""Verbs: begin a lot from what is offered or sought, write it, add and take away its papers."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.auctions.domain.lot_state import locked
from qinglan.auctions.lots import values as fields
from qinglan.auctions.models import WRITABLE, Better, Lot, LotPaper, LotState, PaperKind
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents.domain.file import store_file
from qinglan.kernel.numbering import next_number
from qinglan.market.models import Need, Technology
from qinglan.rights.models import Right, RightState

HOLDER = "auctions.lot"
PUBLIC, CLOSED = "public", "closed"
"""Who reads a paper: whoever may open the lot, or its owner and organiser alone."""
MOST_PAPERS = 40


@transaction.atomic
def begin_lot(
    *, acting_user: Any, subject: Technology | Right | Need, values: Mapping[str, Any], training: bool = False,
    follows: Lot | None = None,
) -> Lot:  # fmt: skip
    """A draft about `subject`, in the name of its owner, numbered within the year. `values`: see `values.CONTENT`.

    Raises PermissionRefused; Impossible with the field: not published, not in force, of a unit that is not named,
    or values that don't go together.
    """
    owner = subject.keeper if isinstance(subject, Right) else subject.owner
    permissions.require(acting_user, "auctions.begin_lot", owner)
    _check_subject(subject)
    now = clock.now()
    lot = Lot(
        owner=owner, better=Better.LOWER if isinstance(subject, Need) else Better.HIGHER, is_training=training,
        follows=follows, state=LotState.DRAFT, created_at=now, created_by=acting_user, changed_at=now,
    )  # fmt: skip
    setattr(lot, _side(subject), subject)
    fields.write(lot, values)
    lot.number = next_number(Lot, f"{now.astimezone(clock.SHANGHAI).year}-", digits=4)
    lot.save()
    return lot


@transaction.atomic
def edit_lot(*, acting_user: Any, lot: Lot, values: Mapping[str, Any]) -> Lot:
    """Write a draft, or a lot that was returned. Raises StaleEdit, Impossible with the field, PermissionRefused."""
    permissions.require(acting_user, "auctions.edit_lot", lot)
    row = writable(locked(lot))
    fields.write(row, values)
    touch(row)
    return row


@transaction.atomic
def add_paper(
    *, acting_user: Any, lot: Lot, kind: str, title: str, name: str, content: bytes, is_public: bool = False
) -> LotPaper:
    """Add a file to a lot that is being written. Raises Impossible (of the file, or too many), PermissionRefused."""
    permissions.require(acting_user, "auctions.edit_lot", lot)
    row = writable(locked(lot))
    if row.papers.count() >= MOST_PAPERS:
        raise Impossible(
            _("At most {most} files. Take one away first.").format(most=MOST_PAPERS), field="file"
        )
    file = store_file(
        acting_user=acting_user,
        name=name,
        content=content,
        holder=HOLDER,
        holder_key=f"{row.number}:{PUBLIC if is_public else CLOSED}",
    )
    paper = LotPaper.objects.create(
        lot=row,
        kind=PaperKind(kind),
        title=title.strip() or file.name,
        file=file,
        is_public=is_public,
        added_at=clock.now(),
        added_by=acting_user,
    )
    touch(row)
    return paper


@transaction.atomic
def drop_paper(*, acting_user: Any, lot: Lot, paper: int) -> None:
    """Take a file away from a lot that is being written."""
    permissions.require(acting_user, "auctions.edit_lot", lot)
    row = writable(locked(lot))
    LotPaper.objects.filter(lot=row, pk=paper).delete()
    touch(row)


def writable(row: Lot) -> Lot:
    """The locked lot, where its owner may write it. Raises Impossible."""
    if row.state not in WRITABLE:
        raise Impossible(
            _("A lot in the state “{state}” is not written any more. A disclosed one is amended.").format(
                state=row.get_state_display()
            )
        )
    return row


def touch(row: Lot) -> None:
    """Save a locked lot that was written: its moment, the next revision; within the caller's transaction."""
    row.changed_at = clock.now()
    row.revision += 1
    row.save()


def _side(subject: Any) -> str:
    return {Technology: "technology", Right: "right", Need: "need"}[type(subject)]


def _check_subject(subject: Any) -> None:
    if isinstance(subject, Right):
        if subject.state != RightState.IN_FORCE:
            raise Impossible(_("Only a right in force is offered. Correct its status first."))
    elif not subject.is_public:
        raise Impossible(_("Publish it in the market first; its check comes before a lot."))
    elif getattr(subject, "is_anonymous", False):
        raise Impossible(_("A lot names who buys. Publish the need with the name of the organisation first."))
