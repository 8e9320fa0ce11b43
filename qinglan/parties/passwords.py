"""What a new password must be like, by the rules of this installation."""

import re
from typing import Any

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qinglan.parties import policy

_KINDS = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]")


class ProfileValidator:
    """Length, kinds of characters and earlier passwords, as the chosen profile says."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError with everything that is missing."""
        rules, missing = policy.current(), []
        if len(password) < rules.shortest_password:
            missing.append(
                ngettext(
                    "The password is too short. It needs at least %(count)d character.",
                    "The password is too short. It needs at least %(count)d characters.",
                    rules.shortest_password,
                )
                % {"count": rules.shortest_password}
            )
        if len(password) > rules.longest_password:
            missing.append(
                _("The password is too long. It may have %(count)d characters.")
                % {"count": rules.longest_password}
            )
        if sum(bool(re.search(kind, password)) for kind in _KINDS) < rules.kinds_of_characters:
            missing.append(_kinds(rules.kinds_of_characters))
        if user is not None and user.pk and _was_used(password, user, rules.remembered_passwords):
            missing.append(
                _("You have used this password before. The last %(count)d may not come again.")
                % {"count": rules.remembered_passwords}
            )
        if missing:
            raise ValidationError([ValidationError(text) for text in missing])

    def get_help_text(self) -> str:
        """The rules in one sentence each."""
        rules = policy.current()
        words = [
            _("At least %(count)d characters; a sentence of several words is best.")
            % {"count": rules.shortest_password}
        ]
        if rules.kinds_of_characters:
            words.append(_kinds(rules.kinds_of_characters))
        if rules.remembered_passwords:
            words.append(_("None of your last %(count)d passwords.") % {"count": rules.remembered_passwords})
        return " ".join(words)


def _kinds(count: int) -> str:
    return _("It needs %(count)d of these: small letters, capital letters, digits, signs.") % {"count": count}


def _was_used(password: str, user: Any, remembered: int) -> bool:
    if not remembered:
        return False
    former = user.former_passwords.order_by("-set_at").values_list("hash", flat=True)[: remembered - 1]
    hashes = [user.password, *former] if user.has_usable_password() else list(former)
    return any(check_password(password, stored) for stored in hashes)
