"""Verbs: three openers of a sealed lot, their keys, and who takes the place of one."""

import re
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.auctions.models import Lot, Opener
from qinglan.auctions.recorded import record
from qinglan.auctions.sealing import recorded, scripts, suite, todos
from qinglan.auctions.sealing.queries import keyed, openers_of
from qinglan.auctions.sealing.turn import TAKING, taken
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible

_KEY = re.compile(r"[0-9a-f]{64}")


@transaction.atomic
def name_openers(*, acting_user: Any, lot: Lot, people: Sequence[Any]) -> list[Opener]:
    """Name the three openers of a sealed lot, by place, before its bids begin. Each then makes his key himself.

    Raises PermissionRefused, and Impossible where they are not three different active people, where openers are
    named already (replace one of them), or where the lot is past that.
    """
    permissions.require(acting_user, "auctions.name_openers", lot)
    row = taken(lot)
    _require_open(row)
    if len(people) != 3 or len({person.pk for person in people}) != 3:
        raise Impossible(_("Name three different people as openers."))
    if openers_of(row):
        raise Impossible(_("The openers are named. Replace the one who can't open."))
    return [_named(acting_user, row, place, person) for place, person in enumerate(people, 1)]


@transaction.atomic
def make_key(*, acting_user: Any, opener: Opener, public_key: str) -> Opener:
    """Enter the public half of the pair of keys that the opener made in his browser; once.

    With the third key the event ``auctions.openers-named`` is appended: places, public keys, fingerprints and the
    digests of the scripts that are served. Raises PermissionRefused, and Impossible for what is no key or a second one.
    """
    permissions.require(acting_user, "auctions.keep_opening_key", opener)
    lot = taken(opener.lot)
    row = Opener.objects.select_for_update().get(pk=opener.pk)
    _require_open(lot)
    if row.replaced_at is not None:
        raise Impossible(_("Somebody else has taken this place; nothing is left to do for you."))
    if row.public_key:
        raise Impossible(
            _("Your key is entered. Who has lost his key tells the organiser, who replaces him.")
        )
    if not _KEY.fullmatch(public_key):
        raise Impossible(_("This is no public key. Load the page again and make the key there."))
    if Opener.objects.filter(public_key=public_key).exists():
        raise Impossible(_("This key is in use already. Make a fresh one."))
    row.public_key = public_key
    row.fingerprint = suite.fingerprint(bytes.fromhex(public_key))
    row.keyed_at = clock.now()
    row.revision += 1
    row.save()
    todos.key_made(acting_user, lot, row)
    openers = keyed(openers_of(lot))
    if openers:
        todos.keys_complete(acting_user, lot, openers)
        shown = [
            {"fingerprint": one.fingerprint, "place": one.place, "public_key": one.public_key}
            for one in openers
        ]
        record(
            acting_user,
            lot,
            recorded.NAMED,
            {"openers": shown, "suite": suite.NAME, "scripts": scripts.digests()},
            personal={f"opener_{one.place}": one.person.display_name for one in openers},
        )
    return row


@transaction.atomic
def replace_opener(*, acting_user: Any, opener: Opener, person: Any, reason: str) -> Opener:
    """Give the place of an opener to somebody else, before the deadline; nobody can bid until he has made his key.

    Envelopes that were put in before stay closed to the old keys: the two openers who stay open those.
    Raises PermissionRefused, and Impossible without a reason, after the deadline, or for one who is an opener already.
    """
    permissions.require(acting_user, "auctions.name_openers", opener.lot)
    lot = taken(opener.lot)
    row = Opener.objects.select_for_update().get(pk=opener.pk)
    _require_open(lot)
    if not reason.strip():
        raise Impossible(_("Say why the opener is replaced; everybody will read it."), field="reason")
    if row.replaced_at is not None:
        raise Impossible(_("This opener is replaced already."))
    if any(one.person_id == person.pk for one in openers_of(lot)):
        raise Impossible(_("This person is one of the openers already."), field="person")
    row.replaced_at = clock.now()
    row.reason = reason.strip()
    row.revision += 1
    row.save()
    todos.replaced(acting_user, lot, row)
    fresh = _named(acting_user, lot, row.place, person)
    record(acting_user, lot, recorded.REPLACED, {"place": row.place, "reason": row.reason})
    return fresh


def _named(acting_user: Any, lot: Lot, place: int, person: Any) -> Opener:
    if not person.is_active or person.is_system:
        raise Impossible(_("An opener needs an account of his own that can log in."), field="person")
    opener = Opener.objects.create(
        lot=lot, place=place, person=person, named_at=clock.now(), named_by=acting_user
    )
    todos.key_wanted(acting_user, lot, opener)
    return opener


def _require_open(row: Lot) -> None:
    if not row.is_sealed:
        raise Impossible(_("This lot takes open bids; it has no openers."))
    over = row.bids_until is not None and clock.now() >= row.bids_until
    if over or (row.state not in TAKING and row.is_public):
        raise Impossible(_("The deadline is over: openers and keys stay as they are."))
