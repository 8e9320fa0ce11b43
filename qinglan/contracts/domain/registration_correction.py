"""Verb: correct the national number of what is registered, where it was entered wrongly here."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.contracts.domain.registration_desk import reason_or_refuse
from qinglan.contracts.domain.registration_filing import checked_number, require_day, taken
from qinglan.contracts.domain.registration_paper import HOLDER
from qinglan.contracts.domain.registration_state import locked, touch
from qinglan.contracts.models import Registration, RegistrationState
from qinglan.contracts.registering import recorded, told
from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents.checking.kinds import STAMPED
from qinglan.kernel.documents.domain.file import store_file


@transaction.atomic
def correct_number(
    *,
    acting_user: Any,
    row: Registration,
    number: str,
    registered_on: date,
    reason: str,
    certificate: tuple[str, bytes] | None = None,
) -> Registration:
    """The number or day of the 登记证明 was mistyped: set both right, with the reason.

    Nothing changed in the national system: what did is a change of the registration (`ask_change`). The figures follow
    the new day. What stood before is kept in the event and the history; the unit is told.
    Raises Impossible with the field: not registered, nothing differs, no number of this office, somebody else's number,
    a day that can't be; PermissionRefused, StaleEdit.
    """
    permissions.require(acting_user, "contracts.settle_change", row)
    found = locked(row)
    if found.state != RegistrationState.REGISTERED or found.registered_on is None:
        raise Impossible(_("Only the number of what is registered is corrected."))
    text = checked_number(found, number)
    before = {"number": found.national_number, "on": found.registered_on.isoformat()}
    after = {"number": text, "on": registered_on.isoformat()}
    if after == before:
        raise Impossible(_("Nothing differs from what stands here."), field="number")
    require_day(found, registered_on)
    words = reason_or_refuse(reason)
    if certificate is not None:
        name, content = certificate
        found.certificate = store_file(
            acting_user=acting_user, name=name, content=content, holder=HOLDER, holder_key=str(found.pk), endings=STAMPED,
        )  # fmt: skip
    found.national_number, found.registered_on = text, registered_on
    try:
        with transaction.atomic():
            touch(found)
    except IntegrityError as error:
        raise Impossible(taken(text), field="number") from error
    recorded.record(
        acting_user, found, recorded.NUMBER_CORRECTED, {"before": before, "after": after, "reason": words}
    )
    told.tell_unit(acting_user, found, f"{text}（{words}）")
    return found
