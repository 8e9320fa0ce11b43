"""Where messages stand in the menus."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from qinglan.kernel import permissions
from qinglan.kernel.messages.queries import unread_count
from qinglan.kernel.web import navigation

navigation.register(
    "messaging:inbox",
    _("Messages"),
    order=8,
    visible=lambda user: bool(permissions.answer(user, "messaging.inbox")),
    place="account",
)
navigation.register(
    "messaging:log",
    _("Sent messages"),
    order=80,
    visible=lambda user: bool(permissions.answer(user, "messaging.operate")),
    place="account",
)
navigation.register(
    "messaging:log",
    _("Sent messages"),
    order=30,
    visible=lambda user: bool(permissions.answer(user, "messaging.operate")),
    place="status",
)


def _unread(count: int) -> str:
    return ngettext("%(count)s unread message", "%(count)s unread messages", count) % {"count": count}


navigation.register_counter(
    navigation.Counter("messaging:inbox", _("Messages"), "bell", count=unread_count, words=_unread)
)
