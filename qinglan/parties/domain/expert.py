"""Verbs on experts: apply, nominate, edit, admit, decline, suspend, resume, leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.codes.checks import is_resident_id, plain
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.codes.pinyin import pinyin_key
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.once import once
from qinglan.parties.domain.expert_state import locked, save, set_expert_state
from qinglan.parties.domain.organisation_checks import past, said
from qinglan.parties.domain.personal_data import FEES, PROFILE, agree, has_consented
from qinglan.parties.domain.worked_fields import MOST_FIELDS, bring_fields
from qinglan.parties.expert_recorded import record
from qinglan.parties.fields import Field
from qinglan.parties.models.expert import Expert, ExpertPrivate, ExpertState, Language
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.recorded_person import Route
from qinglan.parties.models.user import User
from qinglan.parties.public_text import without_numbers
from qinglan.parties.sealed import opened, seal


@dataclass(frozen=True)
class ExpertParticulars:
    """What is known of an expert; `mobile` of 11 digits, `id_number` with its check character."""

    name: str
    fields: Sequence[Field]
    title: str = ""
    degree: str = ""
    languages: Sequence[str] = ()
    territory: Territory | None = None
    introduction: str = ""
    mobile: str = ""
    email: str = ""
    id_number: str = ""


def apply_as_expert(*, acting_user: User, particulars: ExpertParticulars, agrees: bool = False) -> Expert:
    """Apply with one's own account. Who was declined or left applies again with the same record.

    `agrees` consents to the storage of the identity number, without which none is taken. Raises Impossible
    (bad particulars, no consent, on record already), PermissionRefused.
    """
    permissions.require(acting_user, "experts.apply")
    _check(particulars)
    with once(_refusals()), transaction.atomic():
        _number_agreed(particulars, acting_user, acting_user, agrees)
        own = Expert.objects.select_for_update().filter(user=acting_user).first()
        if own is None:
            own = create(acting_user, particulars, Route.APPLICATION, ExpertState.APPLIED, user=acting_user)
        else:
            set_expert_state(own, ExpertState.APPLIED, on=clock.today(), reason="", by=acting_user)
            own.route = Route.APPLICATION
            write(own, particulars)
        record(acting_user, "applied", own)
    return own


def nominate_expert(
    *, acting_user: User, organisation: Organisation, particulars: ExpertParticulars, position: str = ""
) -> Expert:
    """An organisation nominates one of its people; it becomes his employer on record from today.

    Raises Impossible (bad particulars, somebody with this mobile number is on record), PermissionRefused.
    """
    permissions.require(acting_user, "experts.nominate", organisation)
    _check(particulars)
    if not particulars.mobile:
        raise Impossible(
            _("Write his mobile number: he is told, and links his account by it."), field="mobile"
        )
    with once(_refusals()), transaction.atomic():
        _number_agreed(particulars, acting_user, None, False)
        row = create(
            acting_user,
            particulars,
            Route.NOMINATION,
            ExpertState.NOMINATED,
            user=account_with(particulars.mobile),
            nominated_by=organisation,
        )
        row.employers.create(organisation=organisation, position=position[:60], valid_from=clock.today())
        record(acting_user, "nominated", row, organisation=organisation.pk)
    return row


def edit_expert(
    *, acting_user: Any, expert: Expert, particulars: ExpertParticulars, agrees: bool = False
) -> Expert:
    """Change particulars and fields. An empty `id_number` keeps the one on record.

    `agrees` is the expert's own consent to the storage of an identity number, as when he applies.

    Raises StaleEdit, Impossible, PermissionRefused.
    """
    permissions.require(acting_user, "experts.edit", expert)
    _check(particulars)
    with once(_refusals()), transaction.atomic():
        row = locked(expert)
        _number_agreed(particulars, acting_user, row.user, agrees)
        changed = write(row, particulars)
        if changed:
            record(acting_user, "edited", row, parts=changed)
    return row


@transaction.atomic
def admit_expert(*, acting_user: Any, expert: Expert, on: date, reason: str) -> Expert:
    """An officer admits an expert to the pool, or ends his suspension, with the reason.

    Raises StaleEdit, Impossible (no field or employer on record, another state), PermissionRefused.
    """
    permissions.require(acting_user, "experts.settle", expert)
    row = locked(expert)
    line = said(reason, "reason")
    if not row.fields.exists():
        raise Impossible(_("The record names no field. Add at least one: the draw goes by fields."))
    if not row.employers.exists():
        raise Impossible(
            _("The record names no employer. Add one: without it nobody can tell whom he must not review.")
        )
    resumed = row.state == ExpertState.SUSPENDED
    set_expert_state(row, ExpertState.IN_POOL, on=past(on), reason=line, by=acting_user)
    record(acting_user, "resumed" if resumed else "confirmed", row, on=on)
    return row


@transaction.atomic
def decline_expert(*, acting_user: Any, expert: Expert, on: date, reason: str) -> Expert:
    """An officer does not admit an expert. Raises StaleEdit, Impossible, PermissionRefused."""
    return _settle(acting_user, expert, ExpertState.DECLINED, "declined", on, reason)


@transaction.atomic
def suspend_expert(*, acting_user: Any, expert: Expert, on: date, reason: str) -> Expert:
    """He is not drawn until an officer admits him again. Raises StaleEdit, Impossible, PermissionRefused."""
    return _settle(acting_user, expert, ExpertState.SUSPENDED, "suspended", on, reason)


@transaction.atomic
def leave_pool(*, acting_user: Any, expert: Expert, on: date, reason: str) -> Expert:
    """He leaves the pool, by his own will or an officer's. Raises StaleEdit, Impossible, PermissionRefused."""
    permissions.require(acting_user, "experts.leave", expert)
    row = locked(expert)
    line = said(reason, "reason")
    set_expert_state(row, ExpertState.LEFT, on=past(on), reason=line, by=acting_user)
    record(acting_user, "left", row, on=on, by_himself=row.user_id == acting_user.pk)
    return row


@transaction.atomic
def show_expert(*, acting_user: Any, expert: Expert, shown: bool, agrees: bool = False) -> Expert:
    """The expert shows his public profile or ends it; shown, it rests on his consent.

    `agrees` gives the consent where none stands. Raises StaleEdit, Impossible (no consent), PermissionRefused.
    """
    permissions.require(acting_user, "experts.show", expert)
    row = locked(expert)
    if shown and agrees:
        agree(acting_user, PROFILE)
    if shown and not has_consented(acting_user, PROFILE):
        raise Impossible(
            _("A public profile needs your consent to it. Tick the box, and it is shown."), field="agrees"
        )
    row.is_shown = shown
    save(row)
    record(acting_user, "edited", row, parts=["is_shown"])
    return row


def _number_agreed(
    particulars: ExpertParticulars, acting_user: Any, person: User | None, agrees: bool
) -> None:
    if not plain(particulars.id_number):
        return
    himself = person is not None and person.pk == acting_user.pk
    if himself and agrees:
        agree(acting_user, FEES)
    if person is not None and has_consented(person, FEES):
        return
    refused = (
        _("An identity number is stored only with your consent. Tick the box below it, or leave it empty.")
        if himself
        else _(
            "An identity number is stored only once the expert has consented himself, under “My data”."
            " Leave it empty until then."
        )
    )
    raise Impossible(refused, field="id_number")


def _settle(acting_user: Any, expert: Expert, state: ExpertState, what: str, on: date, reason: str) -> Expert:
    permissions.require(acting_user, "experts.settle", expert)
    row = locked(expert)
    line = said(reason, "reason")
    set_expert_state(row, state, on=past(on), reason=line, by=acting_user)
    record(acting_user, what, row, on=on)
    return row


def create(
    acting_user: Any, particulars: ExpertParticulars, route: Route, state: ExpertState, **more: Any
) -> Expert:
    """The rows of a new expert; within the caller's transaction."""
    row = Expert.objects.create(
        name=particulars.name,
        name_key=pinyin_key(particulars.name)[:400],
        route=route,
        state=state,
        state_on=clock.today(),
        created_at=clock.now(),
        created_by=acting_user,
        **more,
    )
    ExpertPrivate.objects.create(expert=row)
    write(row, particulars)
    return row


def write(row: Expert, particulars: ExpertParticulars) -> list[str]:
    """Bring a locked expert to `particulars`; the parts that changed. Within the caller's transaction."""
    values = {
        "name": particulars.name,
        "title": particulars.title,
        "degree": particulars.degree,
        "languages": list(particulars.languages),
        "introduction": particulars.introduction,
        "territory_id": particulars.territory.pk if particulars.territory else None,
    }
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name, value in values.items():
        setattr(row, name, value)
    row.name_key = pinyin_key(row.name)[:400]
    save(row)
    private = ExpertPrivate.objects.select_for_update().get(expert=row)
    secret = {"mobile": particulars.mobile, "email": particulars.email}
    changed += [name for name, value in secret.items() if getattr(private, name) != value]
    private.mobile, private.email = particulars.mobile, particulars.email
    number = plain(particulars.id_number)
    if number and opened(private.id_number) != number:
        private.id_number = seal(number)
        changed.append("id_number")
    private.save()
    if bring_fields(row, particulars.fields):
        changed.append("fields")
    return changed


def account_with(mobile: str) -> User | None:
    """The open account whose confirmed number `mobile` is, unless it is an expert already."""
    if not mobile:
        return None
    return User.objects.filter(mobile=mobile, is_active=True, is_system=False, expert__isnull=True).first()


def _check(particulars: ExpertParticulars) -> None:
    if not particulars.name.strip():
        raise Impossible(_("Write the name."), field="name")
    if len(particulars.fields) > MOST_FIELDS:
        raise Impossible(_("At most {n} fields are taken here.").format(n=MOST_FIELDS), field="fields_of")
    if not particulars.fields:
        raise Impossible(_("Choose at least one field: the draw goes by fields."), field="fields_of")
    unknown = set(particulars.languages) - set(Language.values)
    if unknown:
        raise Impossible(_("Choose languages from the list."), field="languages")
    number = plain(particulars.id_number)
    if number and not is_resident_id(number):
        raise Impossible(
            _("The check character of this identity number does not fit: look at it again."),
            field="id_number",
        )
    without_numbers(
        {
            "name": particulars.name,
            "title": particulars.title,
            "degree": particulars.degree,
            "introduction": particulars.introduction,
        }
    )


def _refusals() -> dict[str, tuple[str, str | None]]:
    return {
        "a_mobile_number_has_one_expert": (
            _("An expert with this mobile number is on record already."),
            "mobile",
        ),
        "user_id": (_("You are on record as an expert already."), None),
    }
