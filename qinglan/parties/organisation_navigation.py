"""Where organisations stand in the menus."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.parts import announce
from qinglan.kernel.web import navigation
from qinglan.parties import directories
from qinglan.parties.directories import Directory
from qinglan.parties.organisation_queries import public_organisations


def _may_claim(user: Any) -> bool:
    return bool(permissions.answer(user, "organisations.claim"))


def _settles(user: Any) -> bool:
    return bool(permissions.answer(user, "organisations.settle_claim"))


announce("people")
directories.register(
    Directory(
        "organisations:list",
        _("Organisations"),
        _("Universities, institutes, firms, parks and service bodies that officers have verified."),
        order=42,
        rows=public_organisations,
        join_url="organisations:claim",
        join_label=_("Claim your organisation"),
    )
)
navigation.register(
    "organisations:mine", _("My organisations"), order=20, visible=_may_claim, place="account"
)
navigation.register(
    "organisations:claims",
    _("Requests to act for an organisation"),
    order=65,
    visible=_settles,
    place="account",
)
