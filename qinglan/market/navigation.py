"""Where the market stands in the menus, and its names elsewhere."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel import naming, permissions
from qinglan.kernel.documents import holders
from qinglan.kernel.naming import Name
from qinglan.kernel.parts import announce
from qinglan.kernel.web import navigation
from qinglan.market.domain.attachment import ATTACHMENTS, HOLDER
from qinglan.market.queries import MODELS, services
from qinglan.market.seeing import seen
from qinglan.parties import directories
from qinglan.parties.directories import Directory


def _may_begin(user: Any) -> bool:
    return bool(permissions.answer(user, "market.begin"))


def _may_check(user: Any) -> bool:
    return bool(permissions.answer(user, "market.queue"))


def _may_read(user: Any, key: str) -> bool:
    """A file is open to whom one of the listings that show it opens it."""
    side = key.partition(":")[0]
    rows = (
        ATTACHMENTS[side]
        .objects.filter(file__holder=HOLDER, file__holder_key=key)
        .select_related("listing__owner", "listing__broker")
    )
    return any(
        permissions.answer(user, "market.view", row.listing) and seen(row.listing, user).admits(row.level)
        for row in rows
    )


def _may_add(user: Any, key: str) -> bool:
    side, _colon, number = key.partition(":")
    listing = MODELS[side].objects.select_related("owner", "broker").filter(pk=int(number)).first()
    return listing is not None and bool(permissions.answer(user, "market.edit", listing))


def _named(side: str) -> Any:
    def namer(keys: list[str]) -> dict[str, Name]:
        rows = MODELS[side].objects.filter(pk__in=naming.numbers(keys))
        return {str(row.pk): Name(row.title, row.get_absolute_url()) for row in rows}

    return namer


announce("market")
holders.register(HOLDER, _("Technologies and needs"), may_read=_may_read, may_add=_may_add)
for _side in MODELS:
    naming.register(f"market.{_side}", _named(_side))
navigation.register_group("market", _("Market"), order=24)
navigation.register("technologies:list", _("Technologies"), order=24, group="market")
navigation.register("needs:list", _("Needs"), order=26, group="market")
navigation.register("market:search", _("Search the market"), order=28, group="market")
navigation.register("abroad:home", _("For partners abroad"), order=34, group="market")
directories.register(
    Directory(
        "services:list",
        pgettext_lazy("directory", "Services"),
        _("Technical services, consulting and testing that organisations offer."),
        order=47,
        rows=services,
        join_url="technologies:new",
        join_label=_("Offer a service"),
    )
)
navigation.register("technologies:mine", _("My technologies"), order=30, visible=_may_begin, place="account")
navigation.register("needs:mine", _("My needs"), order=31, visible=_may_begin, place="account")
navigation.register(
    "technologies:queue", _("Technologies to be checked"), order=66, visible=_may_check, place="account"
)
navigation.register("needs:queue", _("Needs to be checked"), order=67, visible=_may_check, place="account")
