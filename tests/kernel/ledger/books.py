"""An officer and accounts."""

from datetime import date

from django.contrib.auth import get_user_model

from qinglan.kernel.ledger.domain.account import open_account
from qinglan.kernel.ledger.domain.posting import Receipt
from tests.support.people import assign

RECEIPT = Receipt("回单-001", "甲银行专户", date(2026, 1, 5))


def make_officer(name="officer"):
    user, _ = get_user_model().objects.get_or_create(username=name)
    assign(user, "officer")
    return user


def make_accounts(officer):
    """The world outside, which may be overdrawn, and three accounts that may not."""
    outside = open_account(
        acting_user=officer, owner="outside", purpose="payments", custodian="甲银行专户", may_overdraw=True
    )
    inside = [
        open_account(acting_user=officer, owner=f"lot:{n}", purpose="deposit", custodian="甲银行专户")
        for n in (1, 2, 3)
    ]
    return [outside, *inside]
