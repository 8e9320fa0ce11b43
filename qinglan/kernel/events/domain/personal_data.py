"""Verbs: erase personal data; the chain stays whole."""

from collections.abc import Collection
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.events.appending import append
from qinglan.kernel.events.models import Personal
from qinglan.kernel.events.own_kinds import ERASED

_ERASE = """
DELETE FROM events_personal
 WHERE stream = %s AND sequence = %s AND field = ANY(coalesce(%s::text[], ARRAY[field])) RETURNING field
"""


@transaction.atomic
def erase_personal(
    *, acting_user: Any, stream: str, sequence: int, basis: str, fields: Collection[str] | None = None
) -> list[str]:
    """Erase the personal data of one event (all of it, or `fields`); returns the erased fields.

    1. Asks for the permission ``events.erase``.
    2. Deletes values and salts: what stays in the chain can no longer be tied to anybody.
    3. Appends to the same stream that it was done, by whom and on what basis.

    `basis` (the request, a document number) must name no person. Raises PermissionRefused, and
    Impossible without a basis or where nothing is there to erase.
    """
    permissions.require(acting_user, "events.erase")
    if not basis.strip():
        raise Impossible(_("Say on what basis the data is erased, without naming the person."), field="basis")
    with connection.cursor() as cursor:
        cursor.execute(_ERASE, [stream, sequence, None if fields is None else list(fields)])
        found = sorted(field for (field,) in cursor.fetchall())
    if not found:
        raise Impossible(_("This event holds no personal data any more."))
    append(
        stream=stream,
        kind=ERASED,
        payload={"event": sequence, "fields": found, "basis": basis.strip()},
        actor=acting_user,
    )
    return found


@transaction.atomic
def erase_subject(*, acting_user: Any, subject: str, basis: str) -> int:
    """Erase all personal data about `subject` (``user:17``) in every stream; returns in how many events.

    Raises as erase_personal, but nothing to erase is no error.
    """
    permissions.require(acting_user, "events.erase")
    rows = Personal.objects.filter(subject=subject).exclude(subject="")
    fields: dict[tuple[str, int], list[str]] = {}
    for row in rows.order_by("stream", "sequence", "field"):
        fields.setdefault((row.stream, row.sequence), []).append(row.field)
    for (stream, sequence), names in fields.items():
        erase_personal(acting_user=acting_user, stream=stream, sequence=sequence, basis=basis, fields=names)
    return len(fields)
