"""Verb: choose how one is reached."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.codes.checks import is_mobile, plain
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.messages import channels
from qinglan.kernel.messages.models import Channel, Choice


@transaction.atomic
def choose_channels(
    *,
    acting_user: Any,
    wanted: Sequence[str],
    mobile: str = "",
    digest: bool = False,
    language: str = "zh-hans",
) -> Choice:
    """Choose one's channels beside the inbox. Raises Impossible with the field, PermissionRefused."""
    permissions.require(acting_user, "messaging.inbox")
    number = plain(mobile)
    if number and not is_mobile(number):
        raise Impossible(
            _("This is no mobile number of mainland China. Write its 11 digits."), field="mobile"
        )
    if Channel.SMS in wanted and not number:
        raise Impossible(_("Text messages need a mobile number."), field="mobile")
    if Channel.MAIL in wanted and not acting_user.email:
        raise Impossible(
            _("Your account has no mail address. Ask the administrator to enter it."), field="wanted"
        )
    closed = set(wanted) - set(channels.available())
    if closed:
        raise Impossible(_("This channel is not set up here."), field="wanted")
    choice, _created = Choice.objects.update_or_create(
        user=acting_user,
        defaults={"channels": sorted(wanted), "mobile": number, "digest": digest, "language": language},
    )
    return choice
