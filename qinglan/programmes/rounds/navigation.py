"""Where schemes, rounds and applications stand in the menus."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.parts import announce
from qinglan.kernel.web import navigation
from qinglan.parties.holding import organisations_represented_by


def _follows(user: Any) -> bool:
    return bool(permissions.answer(user, "programmes.follow_rounds"))


def _applies(user: Any) -> bool:
    return user.is_authenticated and organisations_represented_by(user).exists()


announce("programmes")
navigation.register("programmes:schemes", _("Schemes"), order=25)
navigation.register("programmes:benefits", _("What can I get"), order=27)
navigation.register("programmes:rounds", _("Rounds"), order=30, visible=_follows, place="account")
navigation.register("programmes:cases", _("My applications"), order=25, visible=_applies, place="account")
