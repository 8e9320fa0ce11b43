"""What sealed bids ask of openers: make a key, rehearse, open. The words are of the lot, never of bids."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.auctions.models import Lot, Opener
from qinglan.kernel.todos.addressee import to_user
from qinglan.kernel.todos.domain.todo import Subject, close_todos, open_todo, withdraw_todos
from qinglan.kernel.todos.kinds import register_kind

KEY = register_kind("auctions.make_opening_key", _("Make your key as an opener of a lot"), personal=True).name
REHEARSE = register_kind("auctions.rehearse", _("Rehearse the opening of a lot"), personal=True).name
OPEN = register_kind("auctions.open_envelopes", _("Open the sealed bids of a lot"), personal=True).name
_PAGES = {KEY: "auctions:openers", REHEARSE: "auctions:rehearsal", OPEN: "auctions:opening"}
_LOT = "auctions.lot"


def key_wanted(acting_user: Any, lot: Lot, opener: Opener) -> None:
    """An opener was named, within the caller's transaction; as are all here."""
    _open(acting_user, KEY, lot, opener)


def key_made(acting_user: Any, lot: Lot, opener: Opener) -> None:
    """He has his key."""
    _close(acting_user, KEY, lot, "auctions.keep_opening_key", opener)


def keys_complete(acting_user: Any, lot: Lot, openers: Iterable[Opener]) -> None:
    """All three have theirs: they rehearse until the day before the deadline, and open after it."""
    ends = lot.bids_until
    for opener in openers:
        _open(acting_user, REHEARSE, lot, opener, due_at=ends - timedelta(days=1) if ends else None)
        _open(acting_user, OPEN, lot, opener, due_at=ends)


def rehearsed(acting_user: Any, lot: Lot) -> None:
    """The rehearsal has ended well."""
    close_todos(
        acting_user=acting_user,
        kind=REHEARSE,
        subject_type=_LOT,
        subject_key=lot.pk,
        by_act="auctions.opening-rehearsed",
    )


def opened(acting_user: Any, lot: Lot) -> None:
    """The envelopes are open, or left to the bidders."""
    for kind in (REHEARSE, OPEN):
        close_todos(
            acting_user=acting_user,
            kind=kind,
            subject_type=_LOT,
            subject_key=lot.pk,
            by_act="auctions.envelopes-opened",
        )


def replaced(acting_user: Any, lot: Lot, opener: Opener) -> None:
    """Somebody else has taken his place."""
    for kind in (KEY, REHEARSE, OPEN):
        withdraw_todos(
            acting_user=acting_user,
            kind=kind,
            subject_type=_LOT,
            subject_key=lot.pk,
            by_act="auctions.opener-replaced",
            to=to_user(opener.person),
        )


def _open(acting_user: Any, kind: str, lot: Lot, opener: Opener, **more: Any) -> None:
    open_todo(
        acting_user=acting_user,
        kind=kind,
        subject=Subject(_LOT, lot.pk, f"{lot.number} {lot.title}", reverse(_PAGES[kind], args=[lot.number])),
        to=to_user(opener.person),
        **more,
    )


def _close(acting_user: Any, kind: str, lot: Lot, act: str, opener: Opener) -> None:
    close_todos(
        acting_user=acting_user,
        kind=kind,
        subject_type=_LOT,
        subject_key=lot.pk,
        by_act=act,
        to=to_user(opener.person),
    )
