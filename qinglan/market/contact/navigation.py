"""Where contacts stand in the menus; their files, names and hooks."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import naming, permissions
from qinglan.kernel.documents import holders
from qinglan.kernel.naming import Name
from qinglan.kernel.web import navigation
from qinglan.market import agreements
from qinglan.market.contact import queries
from qinglan.market.contact.reply_times import replies_of
from qinglan.market.domain import confidentiality, room
from qinglan.market.rules import is_market_member
from qinglan.parties import holding, organisation_facts
from qinglan.parties.models import MembershipRole


def _may_count(user: Any) -> bool:
    return bool(permissions.answer(user, "contacts.count"))


def _may_authorise(user: Any) -> bool:
    return getattr(user, "is_authenticated", False) and any(
        True for _one in holding.organisations_of(user, MembershipRole.ADMINISTRATOR)[:1]
    )


def _has_agreed(user: Any, listing: Any) -> bool:
    return queries.agreements_of(user, listing).exists()


def _of_room(permission: str) -> Any:
    def may(user: Any, key: str) -> bool:
        found = queries.rooms().filter(pk=int(key)).first()
        return found is not None and bool(permissions.answer(user, permission, found))

    return may


def _of_agreement(permission: str) -> Any:
    def may(user: Any, key: str) -> bool:
        found = queries.enquiries().filter(pk=int(key)).first()
        return found is not None and bool(permissions.answer(user, permission, found))

    return may


def _rooms_named(keys: list[str]) -> dict[str, Name]:
    rows = queries.rooms().filter(pk__in=naming.numbers(keys))
    return {str(row.pk): Name(row.reference, row.get_absolute_url()) for row in rows}


def _enquiries_named(keys: list[str]) -> dict[str, Name]:
    rows = queries.enquiries().filter(pk__in=naming.numbers(keys))
    return {str(row.pk): Name(row.reference, row.get_absolute_url()) for row in rows}


def _note_sight(user: Any, seen: Any) -> None:
    confidentiality.note_sight(acting_user=user, seen=seen)


agreements.register(_has_agreed)
agreements.list_with(queries.listings_opened_to)
agreements.note_with(_note_sight)
holders.register(
    room.HOLDER,
    _("Negotiation rooms"),
    may_read=_of_room("contacts.read_room"),
    may_add=_of_room("contacts.negotiate"),
)
holders.register(
    confidentiality.HOLDER,
    _("Confidentiality agreements"),
    may_read=_of_agreement("contacts.see_agreement"),
    may_add=_of_agreement("contacts.bring_copy"),
)
organisation_facts.register(_("Answers to enquiries"), lambda unit: replies_of(unit).words())
naming.register("market.enquiry", _enquiries_named)
naming.register("market.room", _rooms_named)
navigation.register("enquiries:list", _("My enquiries"), order=32, visible=is_market_member, place="account")
navigation.register(
    "enquiries:authorisations",
    _("Who may agree by a click"),
    order=33,
    visible=_may_authorise,
    place="account",
)
navigation.register(
    "enquiries:figures", _("Contacts in figures"), order=68, visible=_may_count, place="account"
)
