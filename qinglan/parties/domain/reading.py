"""Verbs on personal data that is masked: show it, and note that it was read."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.parties.models.reading import Reading
from qinglan.parties.models.user import User
from qinglan.parties.sensitive import FIELDS


@transaction.atomic
def show_field(*, acting_user: Any, field: str, key: int, reason: str = "") -> str:
    """The value of a masked field; the look is noted in the same transaction, unless it is one's own.

    Raises KeyError for an unknown field, Impossible (no such record, no reason where one is asked for),
    PermissionRefused.
    """
    sensitive = FIELDS[field]
    record = sensitive.load(key)
    if record is None:
        raise Impossible(_("There is no such record any more."))
    permissions.require(acting_user, sensitive.permission, record)
    person = sensitive.person(record)
    line = " ".join(reason.split())[:200]
    if person is None or person.pk != acting_user.pk:
        if sensitive.asks_why and not line:
            raise Impossible(_("Say why you need it; the person can read that."), field="reason")
        note_reading(
            acting_user=acting_user,
            field=field,
            subject=f"{field.partition('.')[0]}:{key}",
            person=person,
            reason=line,
        )
    return sensitive.value(record)


def note_reading(
    *, acting_user: Any, field: str, subject: str, person: User | None = None, reason: str = ""
) -> None:
    """Note that `acting_user` was shown `field` of `subject`; nothing for his own data."""
    if field not in FIELDS:
        raise KeyError(field)
    if person is not None and person.pk == acting_user.pk:
        return
    Reading.objects.create(
        reader=acting_user, field=field, subject=subject, person=person, reason=reason, read_at=clock.now()
    )
