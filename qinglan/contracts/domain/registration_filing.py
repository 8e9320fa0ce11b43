"""Verbs: file a registration in the national system, bring it back, enter its number or refusal."""

import hashlib
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.contracts.domain.registration_desk import reason_or_refuse, require_clean, works_here
from qinglan.contracts.domain.registration_difference import note_differences
from qinglan.contracts.domain.registration_join import join, may_join
from qinglan.contracts.domain.registration_paper import HOLDER, bring_signed_contract
from qinglan.contracts.domain.registration_state import locked, locked_with_holder, set_registration_state
from qinglan.contracts.models import (
    DifferenceSource,
    Registration,
    RegistrationFiling,
    RegistrationOffice,
    RegistrationState,
)
from qinglan.contracts.registering import recorded, todos
from qinglan.contracts.registering.number_pattern import PRECHECK, Fixed, fits
from qinglan.contracts.registering.pack import registration
from qinglan.contracts.registering.sheet import values_to_keep
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents.checking.kinds import STAMPED
from qinglan.kernel.documents.domain.file import store_file
from qinglan.kernel.events.canonical import encode


@transaction.atomic
def file_registration(*, acting_user: Any, row: Registration) -> Registration:
    """It was typed into the national system: what stood in every field but persons is kept, so that differences show.

    An office that checks here first must have passed it. Raises Impossible, PermissionRefused, StaleEdit.
    """
    permissions.require(acting_user, "contracts.enter_result", row)
    found = locked(row)
    if found.state == RegistrationState.DRAFT and works_here(found):
        raise Impossible(
            _("This office checks registrations here first. Hand it in; after its pre-check it is filed.")
        )
    require_clean(found, but=("looks_registered",) if found.state == RegistrationState.PASSED else ())
    bring_signed_contract(acting_user, found)
    content = values_to_keep(found)
    turn = found.filings.count() + 1
    RegistrationFiling.objects.create(
        registration=found, turn=turn, values=content, filed_on=clock.today(), filed_by=acting_user
    )
    set_registration_state(acting_user, found, RegistrationState.HANDED_OVER)
    todos.close(acting_user, found, todos.FILE, "contracts.registration-filed")
    digest = hashlib.sha256(encode(content)).hexdigest()
    recorded.record(acting_user, found, recorded.FILED, {"turn": turn, "sha256": digest})
    return found


@transaction.atomic
def bring_back_registration(*, acting_user: Any, row: Registration, reason: str) -> Registration:
    """The national system sent it back: it is written again. Raises Impossible, PermissionRefused, StaleEdit."""
    permissions.require(acting_user, "contracts.enter_result", row)
    found = locked(row)
    if found.state != RegistrationState.HANDED_OVER:
        raise Impossible(
            _("It is not filed in the national system at present. Open it again to see how it stands.")
        )
    set_registration_state(acting_user, found, RegistrationState.WITHDRAWN, reason_or_refuse(reason))
    set_registration_state(acting_user, found, RegistrationState.DRAFT)
    return found


@transaction.atomic
def enter_number(
    *,
    acting_user: Any,
    row: Registration,
    number: str,
    registered_on: date,
    amount: int | None = None,
    technology_amount: int | None = None,
    certificate: tuple[str, bytes] | None = None,
) -> Registration:
    """The national number of what was filed, its day, and the values of the 登记证明, in 分; None as it was filed.

    In this order: 1. lock; 2. the number must fit the pattern of its office and be nobody else's (the one that has it is
    named), but for a registration that came in by a spreadsheet without a contract and has the same sides and value:
    it gives its number up, and its technology value holds where none is said; 3. whoever is not of the office brings the 登记证明; 4. values that differ are kept as open differences,
    and the registered ones hold; 5. state, event, message.
    Raises Impossible with the field, PermissionRefused, StaleEdit.
    """
    permissions.require(acting_user, "contracts.enter_result", row)
    found, holder = locked_with_holder(row, _plain(number))
    text = checked_number(found, number)
    if holder is not None:
        _require_gives_way(holder, found, text, found.amount if amount is None else amount)
    require_day(found, registered_on)
    if certificate is not None:
        name, content = certificate
        found.certificate = store_file(
            acting_user=acting_user,
            name=name,
            content=content,
            holder=HOLDER,
            holder_key=str(found.pk),
            endings=STAMPED,
        )
    elif found.certificate_id is None and not permissions.answer(
        acting_user, "contracts.settle_change", found
    ):
        raise Impossible(
            _("Attach the certificate of registration (登记证明): it proves the number."), field="certificate"
        )
    if holder is not None:
        technology_amount = holder.technology_amount if technology_amount is None else technology_amount
        join(acting_user, holder, found)
    _take_values(acting_user, found, amount, technology_amount)
    found.national_number = text
    found.registered_on = registered_on
    try:
        with transaction.atomic():
            set_registration_state(acting_user, found, RegistrationState.REGISTERED, words=text)
    except IntegrityError as error:
        raise Impossible(taken(text), field="number") from error
    return found


@transaction.atomic
def enter_refusal(*, acting_user: Any, row: Registration, reason: str) -> Registration:
    """不予登记 by the national system, with its reason."""
    permissions.require(acting_user, "contracts.enter_result", row)
    found = locked(row)
    if found.state != RegistrationState.HANDED_OVER:
        raise Impossible(
            _("It is not filed in the national system at present. Open it again to see how it stands.")
        )
    set_registration_state(acting_user, found, RegistrationState.REFUSED, reason_or_refuse(reason))
    return found


def require_day(row: Registration, registered_on: date) -> None:
    """Raise Impossible where a contract can't have been registered on that day: ahead, or before its signature."""
    if registered_on > clock.today():
        raise Impossible(_("The day of the registration lies ahead."), field="registered_on")
    if row.signed_on is not None and registered_on < row.signed_on:
        raise Impossible(
            _("It was signed on {day}; a contract is registered afterwards.").format(day=row.signed_on),
            field="registered_on",
        )


def checked_number(row: Registration, number: str) -> str:
    """The number as it is kept, if it fits the pattern of the office. Raises Impossible."""
    text = _plain(number)
    if PRECHECK.match(text) or text.startswith("YS"):
        raise Impossible(
            _(
                "{number} is a pre-check number of this system, no registration. Enter the number of the certificate."
            ).format(number=text),
            field="number",
        )
    setting = RegistrationOffice.objects.filter(organisation=row.office).first() if row.office else None
    pattern = registration().pattern(setting.pattern if setting else "")
    fixed = Fixed(setting.area, setting.place) if setting else None
    if not fits(pattern.template, text, fixed):
        raise Impossible(
            _(
                "{number} is no number of this office; they look like {example}. Compare it with the certificate."
            ).format(number=text or "—", example=pattern.example),
            field="number",
        )
    return text


def _plain(number: str) -> str:
    return "".join(number.split()).upper()


def _require_gives_way(holder: Registration, row: Registration, number: str, amount: int | None) -> None:
    """Raise Impossible where the locked `holder` doesn't give `number` up for `row`: it is that of another contract."""
    if holder.national_number != number or not may_join(holder, row, amount):
        raise Impossible(taken(number), field="number")


def taken(number: str) -> str:
    """The sentence that names who has a number."""
    first = Registration.objects.filter(national_number=number).first()
    return _(
        "{number} belongs to “{title}”, registered on {day}. A number stands for one contract: compare both certificates."
    ).format(
        number=number,
        title=first.title if first else "—",
        day=first.registered_on if first else "—",
    )


def _take_values(acting_user: Any, found: Registration, amount: int | None, technology: int | None) -> None:
    amount = found.amount if amount is None else amount
    technology = found.technology_amount if technology is None else technology
    if not amount or not technology:
        raise Impossible(_("Enter both values of the certificate."), field="amount")
    if technology > amount or technology <= 0:
        raise Impossible(
            _(
                "The technology value is above zero and at most the contract value. Compare with the certificate."
            ),
            field="technology_amount",
        )
    differs = {
        name: (was, now)
        for name, was, now in (
            ("amount", found.amount, amount),
            ("technology_amount", found.technology_amount, technology),
        )
        if was is not None and was != now
    }
    found.amount, found.technology_amount = amount, technology
    note_differences(acting_user, found, DifferenceSource.RESULT, differs)
