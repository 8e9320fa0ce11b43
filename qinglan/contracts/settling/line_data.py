"""What a bank statement says of others: erased from lines that are about no contract when its time is over."""

from datetime import date

from django.db.models import Q

from qinglan.contracts.models import BankLine, LineState
from qinglan.parties import retention


def erase_foreign(before: date) -> int:
    """Take names, accounts and purposes off lines that were set aside before the day; amounts and numbers stay.

    A statement of a university or firm holds wages and refunds of people who have nothing to do with a contract.
    """
    rows = BankLine.objects.filter(state=LineState.ASIDE, settled_at__date__lt=before)
    named = rows.filter(~Q(party_name="") | ~Q(party_account="") | ~Q(text=""))
    return named.update(party_name="", party_account="", text="")


retention.register("foreign-bank-lines", erase_foreign)
