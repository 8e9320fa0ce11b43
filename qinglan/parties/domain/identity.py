"""A city's unified identity: what its claims say, and whose account it opens."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel.codes import uscc
from qinglan.kernel.conflicts import Impossible
from qinglan.parties import account_events
from qinglan.parties.domain import guard
from qinglan.parties.domain.account import system_user
from qinglan.parties.mobile import normalised
from qinglan.parties.models import User
from qinglan.parties.roles import KEEPERS, roles_of


@dataclass(frozen=True)
class Identity:
    """A natural person, or a legal person by its code. The identity number is a digest only."""

    subject: str
    name: str
    mobile: str
    mobile_is_verified: bool
    id_number_digest: str
    social_credit_code: str

    def kept(self) -> dict[str, Any]:
        """What is stored beside the link to the account."""
        return {
            "kind": "legal" if self.social_credit_code else "natural",
            "name": self.name,
            "mobile": self.mobile,
            "id_number_digest": self.id_number_digest,
            "social_credit_code": self.social_credit_code,
        }


def read_claims(claims: Mapping[str, Any], names: Mapping[str, str]) -> Identity:
    """The identity that `claims` describe; `names` says under which names the values stand.

    Raises Impossible where there is no subject, or a social credit code is wrong.
    """

    def value(key: str) -> str:
        found = claims.get(names.get(key, ""))
        return str(found).strip() if found not in (None, "") else ""

    if not value("subject"):
        raise Impossible(_("The identity service did not say who you are. Try again, or log in here."))
    code = value("social_credit_code")
    if code:
        try:
            code = uscc.validated(code)
        except uscc.BadCode as error:
            raise Impossible(
                _("The identity service gave a unified social credit code that is wrong. Tell its operator.")
            ) from error
    number = value("id_number").upper()
    verified = claims.get(names.get("mobile_verified", ""))
    return Identity(
        subject=value("subject")[:150],
        name=value("name")[:60],
        mobile=normalised(value("mobile")),
        mobile_is_verified=verified is True or str(verified).lower() == "true",
        id_number_digest=guard.keyed_digest("id_number", number) if number else "",
        social_credit_code=code,
    )


@transaction.atomic
def account_for(identity: Identity) -> User:
    """The account of an identity that comes for the first time: found, or opened without a role.

    A natural person is found by a mobile number that the identity service has verified; an
    administrator's account is never found so. A legal person always gets an account of its own.
    """
    found = None
    if identity.mobile and identity.mobile_is_verified and not identity.social_credit_code:
        found = User.objects.filter(mobile=identity.mobile, is_active=True).first()
    if found is not None and not set(roles_of(found)) & set(KEEPERS):
        account_events.record(found, account_events.IDENTITY_LINKED, found, found=True)
        return found
    own = identity.mobile if identity.mobile_is_verified and not identity.social_credit_code else ""
    account = User(
        username=f"id-{guard.keyed_digest('subject', identity.subject)[:20]}",
        display_name=identity.name or _("unnamed"),
        mobile="" if User.objects.filter(mobile=own).exists() else own,
    )
    account.set_unusable_password()
    account.save()
    account_events.record(
        system_user(),
        account_events.OPENED,
        account,
        personal={"username": account.username, "name": account.display_name},
        role="",
    )
    account_events.record(account, account_events.IDENTITY_LINKED, account, found=False)
    return account
