"""Verbs on brokers: apply, edit, admit, decline, suspend, leave; and the one gate of their states."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.codes.pinyin import pinyin_key
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.history.since import require_unchanged
from qinglan.kernel.once import once
from qinglan.parties.broker_recorded import record
from qinglan.parties.domain.organisation_checks import past, said
from qinglan.parties.domain.worked_fields import MOST_FIELDS, bring_fields
from qinglan.parties.fields import Field
from qinglan.parties.mobile import normalised
from qinglan.parties.models.broker import Broker, BrokerLevel, BrokerPrivate, BrokerState
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.recorded_person import Route
from qinglan.parties.models.user import User
from qinglan.parties.organisation_rules import is_member
from qinglan.parties.public_text import without_numbers

FROM: Mapping[BrokerState, tuple[BrokerState, ...]] = {
    BrokerState.APPLIED: (BrokerState.DECLINED, BrokerState.LEFT),
    BrokerState.ACTIVE: (BrokerState.APPLIED, BrokerState.SUSPENDED),
    BrokerState.SUSPENDED: (BrokerState.ACTIVE,),
    BrokerState.LEFT: (BrokerState.APPLIED, BrokerState.ACTIVE, BrokerState.SUSPENDED),
    BrokerState.DECLINED: (BrokerState.APPLIED,),
}
"""From which states each state may be reached."""
LIGHTS = {
    BrokerState.APPLIED: "due",
    BrokerState.ACTIVE: "done",
    BrokerState.SUSPENDED: "late",
    BrokerState.LEFT: "idle",
    BrokerState.DECLINED: "idle",
}


@dataclass(frozen=True)
class BrokerParticulars:
    """What is known of a broker; all but `mobile` and `email` is public once he is on the list."""

    name: str
    level: str
    certificate_number: str
    certificate_issuer: str
    valid_from: date
    valid_to: date | None = None
    training_hours: int = 0
    agency: Organisation | None = None
    territories: Sequence[Territory] = ()
    fields: Sequence[Field] = ()
    introduction: str = ""
    public_telephone: str = ""
    mobile: str = ""
    email: str = ""


def apply_as_broker(*, acting_user: User, particulars: BrokerParticulars) -> Broker:
    """Apply with one's own account. Who was declined or left applies again with the same record.

    Raises Impossible (bad particulars, not a member of the agency, certificate on record), PermissionRefused.
    """
    permissions.require(acting_user, "brokers.apply")
    _check(particulars, acting_user)
    with once(_refusals()), transaction.atomic():
        own = Broker.objects.select_for_update().filter(user=acting_user).first()
        if own is None:
            own = create(acting_user, particulars, Route.APPLICATION, BrokerState.APPLIED, user=acting_user)
        else:
            set_broker_state(own, BrokerState.APPLIED, on=clock.today(), reason="", by=acting_user)
            write(own, particulars)
        record(acting_user, "applied", own)
    return own


def edit_broker(*, acting_user: Any, broker: Broker, particulars: BrokerParticulars) -> Broker:
    """Change particulars. On the list, certificate, level and hours are changed by an officer alone.

    Raises StaleEdit, Impossible, PermissionRefused.
    """
    permissions.require(acting_user, "brokers.edit", broker)
    officer = bool(permissions.answer(acting_user, "brokers.settle", broker))
    _check(particulars, None if officer else acting_user)
    with once(_refusals()), transaction.atomic():
        row = locked(broker)
        compared = (
            "level",
            "certificate_number",
            "certificate_issuer",
            "training_hours",
            "valid_from",
            "valid_to",
        )
        for name in compared:
            if row.confirmed_at and not officer and getattr(row, name) != getattr(particulars, name):
                raise Impossible(
                    _("An officer compared this with the certificate. Ask an officer to change it."),
                    field=name,
                )
        changed = write(row, particulars)
        if changed:
            record(acting_user, "edited", row, parts=changed)
    return row


@transaction.atomic
def admit_broker(*, acting_user: Any, broker: Broker, on: date, reason: str) -> Broker:
    """An officer puts a broker on the public list, or ends his suspension. Raises as the others."""
    permissions.require(acting_user, "brokers.settle", broker)
    row = locked(broker)
    line = said(reason, "reason")
    if row.valid_to is not None and row.valid_to < clock.today():
        raise Impossible(
            _("The certificate ran out on {day}. Enter the renewed one first.").format(day=row.valid_to)
        )
    resumed = row.state == BrokerState.SUSPENDED
    set_broker_state(row, BrokerState.ACTIVE, on=past(on), reason=line, by=acting_user)
    record(acting_user, "resumed" if resumed else "confirmed", row, on=on)
    return row


@transaction.atomic
def decline_broker(*, acting_user: Any, broker: Broker, on: date, reason: str) -> Broker:
    """An officer does not admit a broker. Raises StaleEdit, Impossible, PermissionRefused."""
    return _settle(acting_user, broker, BrokerState.DECLINED, "declined", on, reason)


@transaction.atomic
def suspend_broker(*, acting_user: Any, broker: Broker, on: date, reason: str) -> Broker:
    """He is off the public list until he is admitted again. Raises as decline_broker."""
    return _settle(acting_user, broker, BrokerState.SUSPENDED, "suspended", on, reason)


@transaction.atomic
def leave_brokers(*, acting_user: Any, broker: Broker, on: date, reason: str) -> Broker:
    """He leaves the list. Raises StaleEdit, Impossible, PermissionRefused."""
    permissions.require(acting_user, "brokers.edit", broker)
    row = locked(broker)
    line = said(reason, "reason")
    set_broker_state(row, BrokerState.LEFT, on=past(on), reason=line, by=acting_user)
    record(acting_user, "left", row, on=on)
    return row


def _settle(acting_user: Any, broker: Broker, state: BrokerState, what: str, on: date, reason: str) -> Broker:
    permissions.require(acting_user, "brokers.settle", broker)
    row = locked(broker)
    line = said(reason, "reason")
    set_broker_state(row, state, on=past(on), reason=line, by=acting_user)
    record(acting_user, what, row, on=on)
    return row


def locked(broker: Broker, *, check: bool = True) -> Broker:
    """The row of `broker`, locked until the transaction ends. Raises StaleEdit when it changed since."""
    row = Broker.objects.select_for_update(of=("self",)).get(pk=broker.pk)
    if check:
        require_unchanged(broker, row)
    return row


def set_broker_state(broker: Broker, state: BrokerState, *, on: date, reason: str, by: Any) -> None:
    """Move a locked broker to `state` as of the day `on`.

    In this order: 1. refuses a step that the table `FROM` does not have (Impossible); 2. an admission
    notes who confirmed it and when; 3. notes day and reason; 4. raises the revision and saves. Whether he
    stands on the public list follows from the state.
    """
    if BrokerState(broker.state) not in FROM[state]:
        raise Impossible(
            _("The broker is in the state “{state}”; this is not possible then.").format(
                state=broker.get_state_display()
            )
        )
    if state == BrokerState.ACTIVE:
        broker.confirmed_by, broker.confirmed_at = by, clock.now()
    broker.state, broker.state_on, broker.reason = state, on, reason
    broker.revision += 1
    broker.save()


def create(
    acting_user: Any, particulars: BrokerParticulars, route: Route, state: BrokerState, **more: Any
) -> Broker:
    """The rows of a new broker; within the caller's transaction."""
    row = Broker(
        name=particulars.name,
        route=route,
        state=state,
        state_on=clock.today(),
        created_at=clock.now(),
        created_by=acting_user,
        valid_from=particulars.valid_from,
        **more,
    )
    row.name_key = pinyin_key(row.name)[:400]
    row.save()
    BrokerPrivate.objects.create(broker=row)
    write(row, particulars)
    return row


def write(row: Broker, particulars: BrokerParticulars) -> list[str]:
    """Bring a locked broker to `particulars`; the parts that changed. Within the caller's transaction."""
    plain = (
        "name", "level", "certificate_number", "certificate_issuer", "valid_from", "valid_to", "training_hours",
        "agency", "introduction", "public_telephone",
    )  # fmt: skip
    changed = [name for name in plain if getattr(row, name) != getattr(particulars, name)]
    for name in plain:
        setattr(row, name, getattr(particulars, name))
    row.name_key = pinyin_key(row.name)[:400]
    row.revision += 1
    row.save()
    private = BrokerPrivate.objects.select_for_update().get(broker=row)
    changed += [name for name in ("mobile", "email") if getattr(private, name) != getattr(particulars, name)]
    private.mobile, private.email = particulars.mobile, particulars.email
    private.save()
    territories = {one.pk for one in particulars.territories}
    if set(row.territories.values_list("pk", flat=True)) != territories:
        row.territories.set(particulars.territories)
        changed.append("territories")
    if bring_fields(row, particulars.fields):
        changed.append("fields")
    return changed


def _check(particulars: BrokerParticulars, applicant: User | None) -> None:
    if not particulars.name.strip():
        raise Impossible(_("Write the name."), field="name")
    if particulars.level not in BrokerLevel.values:
        raise Impossible(_("Choose the level of the certificate."), field="level")
    for name in ("certificate_number", "certificate_issuer"):
        if not getattr(particulars, name).strip():
            raise Impossible(_("Write it as it stands on the certificate."), field=name)
    if particulars.valid_to is not None and particulars.valid_to < particulars.valid_from:
        raise Impossible(_("The last day lies before the first."), field="valid_to")
    if len(particulars.fields) > MOST_FIELDS:
        raise Impossible(_("At most {n} fields are taken here.").format(n=MOST_FIELDS), field="fields_of")
    if normalised(particulars.public_telephone):
        raise Impossible(
            _("This is a mobile number. Write the number of the switchboard."), field="public_telephone"
        )
    own = applicant is None or particulars.agency is None or is_member.test(applicant, particulars.agency)
    if not own:
        raise Impossible(
            _("You are no member of this agency here. Ask its administrator to invite you first."),
            field="agency",
        )
    without_numbers(
        {
            "name": particulars.name,
            "certificate_number": particulars.certificate_number,
            "introduction": particulars.introduction,
            "public_telephone": particulars.public_telephone,
        }
    )


def _refusals() -> dict[str, tuple[str, str | None]]:
    return {
        "a_brokers_certificate_stands_once": (
            _("This certificate is on record already, with another broker."),
            "certificate_number",
        ),
        "a_mobile_number_has_one_broker": (
            _("A broker with this mobile number is on record already."),
            "mobile",
        ),
        "user_id": (_("You are on record as a broker already."), None),
    }
