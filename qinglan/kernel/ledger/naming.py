"""Accounts by their owners, where others keep their keys only."""

from django.urls import reverse

from qinglan.kernel import naming
from qinglan.kernel.ledger.models import Account


def _accounts(keys: list[str]) -> dict[str, naming.Name]:
    found = Account.objects.filter(pk__in=naming.numbers(keys))
    return {
        str(account.pk): naming.Name(str(account), reverse("ledger:account", args=[account.pk]))
        for account in found
    }


naming.register("ledger", _accounts)
