"""What may stand between a right password and being logged in, beside allauth's own stages."""

from typing import Any

from allauth.account.stages import LoginStage
from allauth.core.internal.httpkit import headed_redirect_response

from qinglan.parties import second
from qinglan.parties.domain.password import is_too_old


class EnrolStage(LoginStage):  # type: ignore[misc]  # allauth has no type stubs
    """Who needs a second factor and has none sets one up before he is logged in."""

    key = "parties_enrol"
    urlname = "login_enrol"

    def handle(self) -> tuple[Any, bool]:
        """Lead to the page, or on."""
        user = self.login.user
        if user is None or second.has_one(user) or not second.is_needed(user):
            return None, True
        return headed_redirect_response(self.urlname), True


class PasswordStage(LoginStage):  # type: ignore[misc]  # as above
    """Who comes with a password that is too old sets a new one before he is logged in."""

    key = "parties_password"
    urlname = "login_new_password"

    def handle(self) -> tuple[Any, bool]:
        """Lead to the page, or on."""
        user = self.login.user
        if user is None or not is_too_old(user):
            return None, True
        return headed_redirect_response(self.urlname), True
