"""Who may do what with organisations: one table."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, is_authenticated, predicate

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_officer, is_the_system
from qinglan.parties import holding


@predicate  # type: ignore[untyped-decorator]
def is_public(user: Any, organisation: Any) -> bool:
    """The organisation has been verified once."""
    return organisation is not None and organisation.is_public


@predicate  # type: ignore[untyped-decorator]
def is_member(user: Any, organisation: Any) -> bool:
    """A present member of the organisation."""
    return holding.member_of(user, organisation)


@predicate  # type: ignore[untyped-decorator]
def is_its_administrator(user: Any, organisation: Any) -> bool:
    """The present administrator of the organisation."""
    return holding.administers(user, organisation)


is_person = is_authenticated & is_active & ~is_the_system
ONLY_OFFICERS = _("Only an officer may do this to an organisation. Log in with an officer's account.")

declare(
    "organisations.view",
    is_public | is_officer | (is_active & is_member),
    refusal=_("This organisation has not been verified yet; only its members and officers see it."),
)
declare(
    "organisations.see_contact",
    is_officer | (is_active & is_member),
    refusal=_("Contact person and legal representative are shown to members and officers only."),
)
declare(
    "organisations.edit",
    is_officer | (is_active & is_its_administrator),
    refusal=_("Only the organisation's administrator or an officer may change its particulars."),
)
declare(
    "organisations.claim",
    is_person,
    refusal=_("Log in first: the account that claims an organisation becomes its administrator."),
)
for _verb in (
    "preload", "register", "verify", "suspend", "resume", "rename", "recode", "merge", "split",
    "cancel", "tag", "untag", "settle_claim",
):  # fmt: skip
    declare(f"organisations.{_verb}", is_officer, refusal=ONLY_OFFICERS)
