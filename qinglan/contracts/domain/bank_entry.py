"""A bank account as it is entered. Parts of verbs."""

import re
from typing import Any

from django.utils.translation import gettext as _

from qinglan.contracts.models import BankAccount, ContractParty
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.parties.models import Organisation

_NUMBER = re.compile(r"[0-9A-Z]{6,34}")


def plain_number(number: str) -> str:
    """A number without blanks and hyphens. Raises Impossible with the field where it can't be one."""
    plain = re.sub(r"[\s-]", "", number).upper()
    if not _NUMBER.fullmatch(plain):
        raise Impossible(_("An account number has 6 to 34 digits or letters."), field="number")
    return plain


def enter(
    acting_user: Any, unit: Organisation, bank: str, number: str, *, is_supervised: bool = False
) -> BankAccount:
    """The account of this number: the one on record, or a new one, within the caller's transaction.

    Raises Impossible with the field where the number is another organisation's, or something is missing.
    """
    plain = plain_number(number)
    if not bank.strip():
        raise Impossible(_("Write bank and branch."), field="bank")
    known = BankAccount.objects.filter(number=plain).first()
    if known is not None:
        if known.organisation_id != unit.pk:
            raise Impossible(
                _("This account is on record for another organisation. Check the number."), field="number"
            )
        return known
    kind = "监管账户" if is_supervised else "账户"
    return BankAccount.objects.create(
        organisation=unit,
        bank=" ".join(bank.split())[:60],
        number=plain,
        is_supervised=is_supervised,
        custodian=f"{' '.join(bank.split())[:40]}{kind}尾号{plain[-4:]}（{unit.name}）"[:120],
        entered_at=clock.now(),
        entered_by=acting_user,
    )


def of_party(acting_user: Any, party: ContractParty) -> BankAccount | None:
    """The account that the paper names for a party on record; None where it names none, or a stranger's.

    Within the caller's transaction.
    """
    if party.organisation is None or not party.bank_name.strip() or not party.bank_account.strip():
        return None
    try:
        return enter(acting_user, party.organisation, party.bank_name, party.bank_account)
    except Impossible:
        return None
