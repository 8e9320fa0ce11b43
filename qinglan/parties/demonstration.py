"""Demonstration accounts. They exist in demonstration mode only, and everybody may know them."""

from dataclasses import dataclass

from django.conf import settings

from qinglan.kernel.roles import ADMINISTRATOR, AUDITOR, OFFICER, SECURITY
from qinglan.parties.domain.account import open_account, system_user
from qinglan.parties.models import User

PASSWORD = "qinglan-demo-2026"  # noqa: S105 - printed at every start; refused in production


@dataclass(frozen=True)
class Account:
    """A demonstration account."""

    username: str
    display_name: str
    role: str


ACCOUNTS = (
    Account("officer-demo", "张演示（市科技局经办，演示）", OFFICER),
    Account("admin-demo", "李演示（系统管理员，演示）", ADMINISTRATOR),
    Account("security-demo", "王演示（安全管理员，演示）", SECURITY),
    Account("audit-demo", "赵演示（审计管理员，演示）", AUDITOR),
)


def open_accounts() -> User:
    """Open all demonstration accounts; returns the officer's. Raises ValueError in production."""
    if not settings.DEMONSTRATION:
        raise ValueError("demonstration accounts are refused in production")
    opened = {
        account.username: open_account(
            acting_user=system_user(),
            username=account.username,
            password=PASSWORD,
            display_name=account.display_name,
            role=account.role,
            demonstration=True,
        )
        for account in ACCOUNTS
    }
    return opened["officer-demo"]
