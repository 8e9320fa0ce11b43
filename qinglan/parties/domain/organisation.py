"""Verbs on one organisation: enter, edit, verify, suspend, resume, rename, give another code."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qinglan.kernel import clock, permissions
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.conflicts import Impossible
from qinglan.parties.domain.organisation_checks import live, past, said
from qinglan.parties.domain.organisation_state import locked, save, set_state
from qinglan.parties.models.organisation import Organisation, OrganisationContact, OrganisationName
from qinglan.parties.models.organisation_change import ChangeKind
from qinglan.parties.models.organisation_kind import OrganisationState
from qinglan.parties.models.organisation_membership import Membership
from qinglan.parties.organisation_codes import (
    check_kind_has_code,
    checked_code,
    is_industry,
    is_local,
    local_code,
)
from qinglan.parties.organisation_queries import similar
from qinglan.parties.organisation_recorded import record
from qinglan.parties.organisation_search import keys
from qinglan.parties.public_text import without_numbers

PUBLIC_FIELDS = (
    "kind", "industry", "address", "website", "telephone", "introduction", "registered_capital", "registered_on",
)  # fmt: skip
PUBLIC_TEXTS = ("name", "address", "website", "telephone", "introduction")
"""What everybody reads in the words of whoever typed it: no number of a person may stand there."""
CONTACT_FIELDS = ("contact_name", "contact_mobile", "legal_representative")
OFFICERS_FIELDS = frozenset({"kind", "territory", "industry", "registered_capital", "registered_on"})
"""Fields that only an officer changes once the organisation is verified."""


class SimilarExists(Impossible):
    """Organisations with a similar name exist: `found`. Nothing was written."""

    def __init__(self, found: list[Organisation]) -> None:
        names = pgettext("between items", "; ").join(f"{one.name} ({one.code})" for one in found)
        super().__init__(
            _(
                "Organisations with a similar name exist: {names}. If this is another one, say so below."
            ).format(names=names),
            field="name",
        )
        self.found = found


@dataclass(frozen=True)
class Particulars:
    """What is known of an organisation. `code` "" asks for a local one; capital in 分."""

    name: str
    kind: str
    territory: Territory
    code: str = ""
    industry: str = ""
    address: str = ""
    website: str = ""
    telephone: str = ""
    introduction: str = ""
    registered_capital: int | None = None
    registered_on: date | None = None
    contact_name: str = ""
    contact_mobile: str = ""
    legal_representative: str = ""


def register_organisation(
    *, acting_user: Any, particulars: Particulars, basis: str, is_another: bool = False
) -> Organisation:
    """Enter one organisation, not yet claimed and not public.

    Raises Impossible for a wrong or taken code, SimilarExists (unless `is_another`), PermissionRefused.
    """
    permissions.require(acting_user, "organisations.register")
    line = said(basis, "basis")
    check_kind_has_code(particulars.kind, particulars.code)
    _check_industry(particulars.industry)
    without_numbers({name: getattr(particulars, name) for name in PUBLIC_TEXTS})
    code = checked_code(particulars.code) if particulars.code else ""
    try:
        with transaction.atomic():
            _check_code_is_free(code)
            found = [] if is_another else similar(particulars.name)
            if found:
                raise SimilarExists(found)
            organisation = create(acting_user, particulars, code)
            record(
                acting_user,
                ChangeKind.REGISTERED,
                organisation,
                on=clock.today(),
                basis=line,
                organisation_kind=organisation.kind,
                territory=organisation.territory_id,
            )
    except IntegrityError as error:
        raise _taken(code) from error
    return organisation


def create(acting_user: Any, particulars: Particulars, code: str) -> Organisation:
    """The rows of a new organisation, with a local code where `code` is ""; within the caller's transaction."""
    has_code = bool(code) and not is_local(code)
    code = code or next_local_code(particulars.territory.code)
    organisation = Organisation.objects.create(
        code=code,
        has_national_code=has_code,
        name=particulars.name,
        territory=particulars.territory,
        state=OrganisationState.PRELOADED,
        created_at=clock.now(),
        created_by=acting_user,
        **keys(code, particulars.name),
        **{name: getattr(particulars, name) for name in PUBLIC_FIELDS},
    )
    OrganisationName.objects.create(
        organisation=organisation, name=particulars.name, valid_from=particulars.registered_on
    )
    OrganisationContact.objects.create(
        organisation=organisation, **{name: getattr(particulars, name) for name in CONTACT_FIELDS}
    )
    return organisation


def next_local_code(territory: str) -> str:
    """A local code that nobody has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('parties_local_code')")
        row = cursor.fetchone()
    assert row is not None
    return local_code(territory, row[0])


@transaction.atomic
def edit_organisation(
    *, acting_user: Any, organisation: Organisation, values: Mapping[str, Any]
) -> Organisation:
    """Change particulars: any of `PUBLIC_FIELDS`, ``territory``, `CONTACT_FIELDS`.

    Name and code have verbs of their own. Once verified, the organisation's administrator may not change
    what the officer compared (`OFFICERS_FIELDS`). Raises StaleEdit, Impossible, PermissionRefused.
    """
    permissions.require(acting_user, "organisations.edit", organisation)
    row = live(locked(organisation))
    contact = OrganisationContact.objects.select_for_update().get(organisation=row)
    _check_industry(values.get("industry", ""))
    without_numbers({name: values[name] for name in PUBLIC_TEXTS if name in values})
    check_kind_has_code(values.get("kind", row.kind), row.code if row.has_national_code else "")
    changed = [
        name
        for name in (*PUBLIC_FIELDS, "territory")
        if name in values and getattr(row, name) != values[name]
    ]
    personal = [name for name in CONTACT_FIELDS if name in values and getattr(contact, name) != values[name]]
    if not changed and not personal:
        return row
    held_back = OFFICERS_FIELDS & set(changed)
    if held_back and row.is_public and not permissions.answer(acting_user, "organisations.verify", row):
        raise Impossible(
            _(
                "The organisation is verified: ask an officer to change kind, territory, industry, capital or date of registration."
            ),
            field=sorted(held_back)[0],
        )
    for name in changed:
        setattr(row, name, values[name])
    for name in personal:
        setattr(contact, name, values[name])
    save(row)
    if personal:
        contact.save()
    labels = pgettext("between items", "; ").join(
        str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for model, names in ((Organisation, changed), (OrganisationContact, personal))
        for name in names
    )
    record(
        acting_user,
        ChangeKind.EDITED,
        row,
        on=clock.today(),
        detail=labels,
        fields=sorted([*changed, *personal]),
    )
    return row


@transaction.atomic
def verify_organisation(
    *, acting_user: Any, organisation: Organisation, on: date, basis: str
) -> Organisation:
    """An officer has compared the organisation with a document (`basis`) on the day `on`: it becomes public."""
    permissions.require(acting_user, "organisations.verify", organisation)
    row = locked(organisation)
    line = said(basis, "basis")
    set_state(row, OrganisationState.VERIFIED, on=past(on))
    record(acting_user, ChangeKind.VERIFIED, row, on=on, basis=line)
    return row


@transaction.atomic
def suspend_organisation(
    *, acting_user: Any, organisation: Organisation, on: date, basis: str
) -> Organisation:
    """Nothing new is done for the organisation until it is resumed; its page says so."""
    permissions.require(acting_user, "organisations.suspend", organisation)
    row = locked(organisation)
    line = said(basis, "basis")
    set_state(row, OrganisationState.SUSPENDED, on=past(on))
    record(acting_user, ChangeKind.SUSPENDED, row, on=on, basis=line)
    return row


@transaction.atomic
def resume_organisation(
    *, acting_user: Any, organisation: Organisation, on: date, basis: str
) -> Organisation:
    """End a suspension: back to verified, else claimed, else preloaded, as it had come to be."""
    permissions.require(acting_user, "organisations.resume", organisation)
    row = locked(organisation)
    line = said(basis, "basis")
    if row.state != OrganisationState.SUSPENDED:
        raise Impossible(_("“{name}” is not suspended.").format(name=row.name))
    claimed = Membership.objects.in_force().filter(organisation=row).exists()
    before = OrganisationState.CLAIMED if claimed else OrganisationState.PRELOADED
    set_state(row, OrganisationState.VERIFIED if row.is_public else before, on=past(on))
    record(acting_user, ChangeKind.RESUMED, row, on=on, basis=line)
    return row


@transaction.atomic
def rename_organisation(
    *, acting_user: Any, organisation: Organisation, name: str, on: date, basis: str
) -> Organisation:
    """The organisation bears `name` from the day `on`; the old name stays, with its last day."""
    permissions.require(acting_user, "organisations.rename", organisation)
    row = live(locked(organisation))
    line = said(basis, "basis")
    new = said(name, "name", 120)
    without_numbers({"name": new})
    if new == row.name:
        raise Impossible(_("That is its present name."), field="name")
    current = OrganisationName.objects.select_for_update().get(organisation=row, valid_to__isnull=True)
    if current.valid_from is not None and past(on) <= current.valid_from:
        raise Impossible(
            _("The present name is borne since {day}; the new one must begin later.").format(
                day=current.valid_from
            ),
            field="on",
        )
    old = row.name
    current.valid_to = past(on) - timedelta(days=1)
    current.save(update_fields=["valid_to"])
    OrganisationName.objects.create(organisation=row, name=new, valid_from=on)
    row.name = new
    refresh_keys(row)
    save(row)
    record(acting_user, ChangeKind.RENAMED, row, on=on, basis=line, detail=f"{old} → {new}", old=old)
    return row


@transaction.atomic
def recode_organisation(
    *, acting_user: Any, organisation: Organisation, code: str, on: date, basis: str
) -> Organisation:
    """Give another unified social credit code: a unit with a local one got its own, or it was mistyped."""
    permissions.require(acting_user, "organisations.recode", organisation)
    row = live(locked(organisation))
    line = said(basis, "basis")
    new = checked_code(code)
    if new == row.code:
        raise Impossible(_("That is its present code."), field="code")
    _check_code_is_free(new)
    old, row.code, row.has_national_code = row.code, new, True
    refresh_keys(row)
    try:
        with transaction.atomic():
            save(row)
    except IntegrityError as error:
        raise _taken(new) from error
    record(acting_user, ChangeKind.CODED, row, on=past(on), basis=line, detail=f"{old} → {new}", old=old)
    return row


def refresh_keys(organisation: Organisation) -> None:
    """Set what the organisation is found by, former names and codes included; the caller saves."""
    former = list(OrganisationName.objects.filter(organisation=organisation).values_list("name", flat=True))
    codes = [
        part
        for detail in organisation.changes.filter(kind=ChangeKind.CODED).values_list("detail", flat=True)
        for part in detail.split(" → ")
    ]
    old_code = Organisation.objects.filter(pk=organisation.pk).values_list("code", flat=True)
    for name, value in keys(organisation.code, organisation.name, [*former, *codes, *old_code]).items():
        setattr(organisation, name, value)


def _check_industry(industry: str) -> None:
    if industry and not is_industry(industry):
        raise Impossible(
            _("Write the section of GB/T 4754 (A to T), alone or with two to four digits, such as C35."),
            field="industry",
        )


def _check_code_is_free(code: str) -> None:
    if code and (found := Organisation.objects.filter(code=code).first()):
        raise Impossible(_("“{name}” has this code already.").format(name=found.name), field="code")


def _taken(code: str) -> Impossible:
    return Impossible(
        _("Somebody entered an organisation with the code {code} at the same moment.").format(code=code),
        field="code",
    )
