"""Verbs on the content of a technology or a need: begin it, change it, discard a draft."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.codes import ipc
from qinglan.kernel.codes.models import Code
from qinglan.kernel.conflicts import Impossible
from qinglan.market import aspects
from qinglan.market.anonymity import alias_for
from qinglan.market.domain.locking import assign, locked, save, writable
from qinglan.market.models import (
    ADMITS_ABROAD,
    Abroad,
    ExportClass,
    Level,
    Listing,
    ListingState,
    Mode,
    Need,
    NeedContact,
    NeedField,
    NeedVisibility,
    PriceKind,
    Step,
    Technology,
    TechnologyContact,
    TechnologyField,
    TechnologyVisibility,
)
from qinglan.market.models.listing import LANGUAGES
from qinglan.market.recorded import changed, record
from qinglan.market.todos import follow
from qinglan.parties.models import Organisation
from qinglan.parties.public_text import without_numbers

COMMON = (
    "title",
    "title_en",
    "summary",
    "summary_en",
    "problem",
    "problem_en",
    "description",
    "description_en",
    "modes",
    "languages",
    "abroad",
    "territory",
)
CONTENT: dict[str, tuple[str, ...]] = {
    "technology": (
        *COMMON, "effect", "effect_en", "advantage", "advantage_en", "scope", "scope_en", "export_class",
        "export_basis", "trl", "is_service_invention", "project_name", "project_number",
        "price_kind", "price_min", "price_max", "registration_number", "registration_body", "registered_on",
    ),
    "need": (
        *COMMON, "kind", "deadline", "budget_min", "budget_max", "budget_source", "ip_arrangement", "ip_note",
        "trl_wanted", "is_anonymous", "alias", "alias_en",
    ),
}  # fmt: skip
"""The fields that their owner writes."""
CONTACT = ("name", "telephone", "email")
CONTACTS: dict[str, Any] = {"technology": TechnologyContact, "need": NeedContact}
FIELDS: dict[str, Any] = {"technology": TechnologyField, "need": NeedField}
VISIBILITIES: dict[str, Any] = {"technology": TechnologyVisibility, "need": NeedVisibility}
FAMILIES = ("key-fields", "green-catalogue", "industries", "ipc")
MOST_FIELDS = 20


def begin_technology(
    *, acting_user: Any, owner: Organisation, values: Mapping[str, Any], **further: Any
) -> Technology:
    """Begin a technology of `owner`, as a draft. See `_begin`."""
    found: Technology = _begin(acting_user, Technology(), owner, values, **further)
    return found


def begin_need(*, acting_user: Any, owner: Organisation, values: Mapping[str, Any], **further: Any) -> Need:
    """Begin a need of `owner`, as a draft. See `_begin`."""
    found: Need = _begin(acting_user, Need(), owner, values, **further)
    return found


def begin_need_for(
    *, acting_user: Any, owner: Organisation, values: Mapping[str, Any], **further: Any
) -> Need:
    """A broker begins the draft of a need for `owner`, within the caller's transaction. See `_begin`."""
    found: Need = _begin(acting_user, Need(), owner, values, permission="brokering.work", **further)
    return found


@transaction.atomic
def _begin(
    acting_user: Any,
    row: Any,
    owner: Organisation,
    values: Mapping[str, Any],
    *,
    contact: Mapping[str, str] | None = None,
    fields: Iterable[tuple[str, str]] = (),
    permission: str = "market.add",
) -> Any:
    """A draft with `values` (of `CONTENT`), whom to ask, and fields.

    Raises PermissionRefused, or Impossible with the field where a value can't stand.
    """
    permissions.require(acting_user, permission, owner)
    if owner.has_ended:
        raise Impossible(_("“{name}” has ended; nothing new begins for it.").format(name=owner.name))
    now = clock.now()
    row.owner, row.territory = owner, owner.territory
    row.state, row.created_at, row.created_by = ListingState.DRAFT, now, acting_user
    assign(row, checked(row.SIDE, values), CONTENT[row.SIDE])
    complete_alias(row)
    save(row)
    put_contact(row, contact or {})
    put_fields(row, checked_fields(fields))
    record(acting_user, Step.BEGUN, row)
    return row


@transaction.atomic
def edit_listing(
    *,
    acting_user: Any,
    listing: Any,
    values: Mapping[str, Any] | None = None,
    contact: Mapping[str, str] | None = None,
    fields: Iterable[tuple[str, str]] | None = None,
    visibility: Mapping[str, str] | None = None,
) -> Any:
    """Change a draft, or what was returned: values, whom to ask, fields, who sees which aspect.

    What is left out stays. Raises StaleEdit, Impossible, PermissionRefused.
    """
    permissions.require(acting_user, "market.edit", listing)
    row = writable(locked(listing))
    assign(row, checked(row.SIDE, values or {}, row), CONTENT[row.SIDE])
    complete_alias(row)
    save(row)
    if contact is not None:
        put_contact(row, contact)
    if fields is not None:
        put_fields(row, checked_fields(fields))
    if visibility is not None:
        put_visibility(row, visibility)
    follow(acting_user, row, "market.edit")
    changed(row)
    return row


@transaction.atomic
def discard_draft(*, acting_user: Any, listing: Any) -> None:
    """Take a draft away that was never handed in: it is kept as withdrawn. Raises StaleEdit, Impossible."""
    permissions.require(acting_user, "market.edit", listing)
    row = writable(locked(listing))
    row.state = ListingState.WITHDRAWN
    save(row)
    record(acting_user, Step.WITHDRAWN, row, note="")
    follow(acting_user, row, "market.discard")


def checked(side: str, values: Mapping[str, Any], row: Listing | None = None) -> dict[str, Any]:
    """`values` where they can stand, within the caller's transaction; raises Impossible with the field."""
    found = {name: value for name, value in values.items() if name in CONTENT[side]}
    if "title" in found and not str(found["title"]).strip():
        raise Impossible(_("Give it a title that says what it does."), field="title")
    _known("modes", found, set(Mode.values))
    _known("languages", found, {code for code, _name in LANGUAGES})
    without_numbers({name: value for name, value in found.items() if isinstance(value, str)})
    if side == "technology":
        _price(found)
    _abroad(found, row)
    return found


def _abroad(values: dict[str, Any], row: Listing | None) -> None:
    """Whom it is offered to abroad, and by what class of export."""
    now = {
        name: values.get(name, getattr(row, name, "")) for name in ("abroad", "export_class", "export_basis")
    }
    for name, known in (("abroad", Abroad.values), ("export_class", ExportClass.values)):
        if now[name] and now[name] not in known:
            raise Impossible(_("“{value}” is not in the list.").format(value=now[name]), field=name)
    if now["export_class"] and not str(now["export_basis"]).strip():
        raise Impossible(
            _("Say on what the class rests: the item of the catalogue that was compared, who looked, when."),
            field="export_basis",
        )
    if now["export_class"] == ExportClass.PROHIBITED and now["abroad"] in ADMITS_ABROAD:
        raise Impossible(
            _(
                "What may not be exported is not offered to partners abroad. Admit partners in the country only."
            ),
            field="abroad",
        )


def _known(name: str, values: dict[str, Any], known: set[str]) -> None:
    if name in values:
        chosen = list(dict.fromkeys(values[name]))
        if unknown := set(chosen) - known:
            raise Impossible(_("“{value}” is not in the list.").format(value=sorted(unknown)[0]), field=name)
        values[name] = chosen


def _price(values: dict[str, Any]) -> None:
    kind = values.get("price_kind")
    if kind is None:
        return
    low, high = values.get("price_min"), values.get("price_max")
    if kind in (PriceKind.FIXED, PriceKind.RESERVE) and low is None:
        raise Impossible(_("Write the amount, or choose “negotiable”."), field="price_min")
    if kind == PriceKind.RANGE and (low is None or high is None or high < low):
        raise Impossible(_("Write the lowest and the highest amount, the lower first."), field="price_max")
    if kind in ("", PriceKind.NEGOTIABLE):
        values["price_min"] = None
    if kind != PriceKind.RANGE:
        values["price_max"] = None


def checked_fields(fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Fields of known families, each once; an IPC symbol in its short form; within the caller's transaction.

    Raises Impossible for a code that no loaded list has. A symbol is looked up where titles are loaded.
    """
    found: list[tuple[str, str]] = []
    for family, code in fields:
        if family not in FAMILIES:
            raise Impossible(_("“{value}” is no list of fields.").format(value=family), field="codes")
        found.append((family, _symbol(code) if family == "ipc" else code))
    found = list(dict.fromkeys(found))
    if len(found) > MOST_FIELDS:
        raise Impossible(_("At most {most} fields.").format(most=MOST_FIELDS), field="codes")
    wanted = [pair for pair in found if pair[0] != "ipc"]
    known = set(
        Code.objects.filter(code__in=[code for _family, code in wanted]).values_list(
            "code_list__family", "code"
        )
    )
    for pair in wanted:
        if pair not in known:
            raise Impossible(
                _("“{value}” stands in no list of fields today. Choose from the list.").format(value=pair[1]),
                field="codes",
            )
    return found


def _symbol(text: str) -> str:
    try:
        return str(ipc.symbol(text))
    except ipc.BadSymbol:
        raise Impossible(
            _("“{value}” is no IPC symbol. Write it as H01M 10/0525.").format(value=text), field="ipc"
        ) from None


def put_contact(row: Any, contact: Mapping[str, str]) -> None:
    """Store whom to ask, within the caller's transaction."""
    values = {name: str(contact.get(name, "")).strip() for name in CONTACT}
    CONTACTS[row.SIDE].objects.update_or_create(listing=row, defaults=values)


def put_fields(row: Any, fields: Iterable[tuple[str, str]]) -> None:
    """Store fields, within the caller's transaction."""
    model = FIELDS[row.SIDE]
    wanted = set(fields)
    there = {(one.family, one.code): one for one in model.objects.filter(listing=row)}
    model.objects.filter(pk__in=[one.pk for pair, one in there.items() if pair not in wanted]).delete()
    model.objects.bulk_create(
        model(listing=row, family=family, code=code) for family, code in sorted(wanted - set(there))
    )


def put_visibility(row: Any, visibility: Mapping[str, str]) -> None:
    """Store who sees which aspect, where it is not the default, within the caller's transaction."""
    model = VISIBILITIES[row.SIDE]
    for name, level in visibility.items():
        one = aspects.aspect(row.SIDE, name)
        if not one.chosen or level not in Level.values:
            raise Impossible(_("Who sees “{part}” can't be chosen.").format(part=one.label), field=name)
        if level == one.level:
            model.objects.filter(listing=row, aspect=name).delete()
        else:
            model.objects.update_or_create(listing=row, aspect=name, defaults={"level": level})


def complete_alias(row: Any) -> None:
    """Give an anonymous need an alias where its owner wrote none, within the caller's transaction."""
    if getattr(row, "is_anonymous", False) and not row.alias:
        row.alias, row.alias_en = alias_for(row.owner)
