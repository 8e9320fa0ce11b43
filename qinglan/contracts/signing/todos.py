"""What a signing asks of people: each party to sign, somebody else to compare a scan."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models import PartySignature, Signing
from qinglan.contracts.signing.rules import comparing_units
from qinglan.kernel.roles import OFFICER
from qinglan.kernel.todos.addressee import MEMBER, to_organisation, to_role
from qinglan.kernel.todos.domain.todo import Subject, close_todos, open_todo, withdraw_todos
from qinglan.kernel.todos.kinds import register_kind

SIGN = register_kind("contracts.sign_contract", _("Sign a contract")).name
COMPARE = register_kind("contracts.compare_scan", _("Compare the scan of a signed contract")).name
_SIGNING = "contracts.signing"


def _subject(signing: Signing) -> Subject:
    contract = signing.contract
    return Subject(_SIGNING, signing.pk, str(contract), reverse("contracts:signing", args=[contract.number]))


def ask_to_sign(acting_user: Any, signing: Signing, signature: PartySignature) -> None:
    """The party, where it is on record; within the caller's transaction as all here."""
    if signature.organisation_id is not None:
        open_todo(
            acting_user=acting_user,
            kind=SIGN,
            subject=_subject(signing),
            to=to_organisation(signature.organisation_id, role=MEMBER),
        )


def signed(acting_user: Any, signing: Signing, signature: PartySignature, act: str) -> None:
    """The party did its part."""
    if signature.organisation_id is not None:
        close_todos(
            acting_user=acting_user, kind=SIGN, subject_type=_SIGNING, subject_key=signing.pk, by_act=act,
            to=to_organisation(signature.organisation_id, role=MEMBER),
        )  # fmt: skip


def ask_to_compare(acting_user: Any, signing: Signing, signature: PartySignature) -> None:
    """Another party; officers where none is on record."""
    units = comparing_units(signing.contract, signature)
    for to in [to_organisation(unit, role=MEMBER) for unit in sorted(units)] or [to_role(OFFICER)]:
        open_todo(acting_user=acting_user, kind=COMPARE, subject=_subject(signing), to=to)


def compared(acting_user: Any, signing: Signing) -> None:
    """No scan waits any more."""
    close_todos(
        acting_user=acting_user, kind=COMPARE, subject_type=_SIGNING, subject_key=signing.pk,
        by_act="contracts.compare_scan",
    )  # fmt: skip


def ended(acting_user: Any, signing: Signing, act: str) -> None:
    """The signing ended without everybody: nobody is asked any more."""
    for kind in (SIGN, COMPARE):
        withdraw_todos(
            acting_user=acting_user, kind=kind, subject_type=_SIGNING, subject_key=signing.pk, by_act=act
        )
