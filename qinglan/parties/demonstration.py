"""Demonstration accounts. They exist in demonstration mode only, and everybody may know them."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.roles import ADMINISTRATOR, AUDITOR, OFFICER, SECURITY
from qinglan.parties.domain.account import open_account, system_user
from qinglan.parties.models import User

PASSWORD = "qinglan-demo-2026"  # noqa: S105 - printed at every start; refused in production
CLERKS = "applicants-demo"
"""The account under which organisations without an account of their own act in the story; nobody logs in with it."""


@dataclass(frozen=True)
class Account:
    """A demonstration account and what it is good for.

    `role` is one of the office for the whole site; where else an account acts stands in ``demo/people.yaml`` of
    the packs. The record of an expert or a broker finds his account by `mobile`.
    """

    username: str
    display_name: str
    role: str
    good_for: str | Promise
    mobile: str = ""


ACCOUNTS = (
    Account(
        "officer-demo", "张演示（市科技局经办，演示）", OFFICER,
        _("Runs rounds, checks, posts notices, prepares decisions, pays; plans and figures"),
    ),
    Account(
        "finance-demo", "杨演示（市科技局计划财务，演示）", OFFICER,
        _("Approves the payments that somebody else worked out"),
    ),
    Account(
        "firm-demo", "周演示（企业研发经理，演示）", "",
        _("A firm of the first city: an award whose report is due, a correction, a draft"),
    ),
    Account(
        "firm2-demo", "吴演示（企业负责人，演示）", "",
        _("A firm of the second city: the same from the other plan"),
    ),
    Account(
        "university-demo", "孙演示（高校科研处，演示）", "",
        _("A university: its platforms and bases, a rectification to plan"),
    ),
    Account(
        "teacher-demo", "刘演示（高校教师，演示）", "",
        _("A researcher: own rewards, an application for an idle invention, a start-up while in post"),
    ),
    Account(
        "accountant-demo", "许演示（高校财务处，演示）", "",
        _("The finance contact of a university: reckons the tax of rewards, enters that they were paid"),
    ),
    Account(
        "registrar-demo", "魏演示（技术合同登记员，演示）", "",
        _("Checks registrations of technology contracts: one to accept, one with experts, one returned"),
    ),
    Account(
        "district-demo", "钱演示（区科技局经办，演示）", "",
        _("A district of the first city: checks and recommends within its quota"),
    ),
    Account(
        "county-demo", "冯演示（区县科技局经办，演示）", "",
        _("A district of the second city: the same there"),
    ),
    Account(
        "park-demo", "卫演示（园区受理窗口，演示）", "",
        _("A park: takes in and recommends those who chose it"),
    ),
    Account(
        "department-demo", "郑演示（联审部门经办，演示）", "",
        _("Departments that are asked before anything is awarded: replies that are pending"),
    ),
    Account(
        "secretary-demo", "何演示（评审秘书，演示）", "",
        _("Draws experts, follows reviews, enters meetings"),
    ),
    Account(
        "expert-demo", "陈某（评审专家，演示）", "",
        _("An expert: an invitation to answer, a case to mark"), "19900000021",
    ),
    Account(
        "decider-demo", "韩演示（分管领导，演示）", "",
        _("Releases decisions that are prepared"),
    ),
    Account(
        "broker-demo", "严某（技术经理人，演示）", "",
        _("A technology broker: mandates, registered introductions, visit notes, a card with its QR code"),
        "19900000041",
    ),
    Account(
        "broker2-demo", "秦某（技术经理人，演示）", "",
        _("A colleague: whose introduction comes first is protected"), "19900000042",
    ),
    Account(
        "bank-demo", "蒋演示（银行客户经理，演示）", "",
        _("A bank: looks up awards and verifies certificates"),
    ),
    Account(
        "inspector-demo", "沈演示（外部审计，演示）", "",
        _("Reads cases, awards and money for a stated purpose, and changes nothing"),
    ),
    Account(
        "admin-demo", "李演示（系统管理员，演示）", ADMINISTRATOR,
        _("Opens accounts, watches jobs, database and backups"),
    ),
    Account("security-demo", "王演示（安全管理员，演示）", SECURITY, _("Gives roles, lifts locks")),
    Account("audit-demo", "赵演示（审计管理员，演示）", AUDITOR, _("Reads logs and event chains")),
)  # fmt: skip


def open_accounts() -> User:
    """Open all demonstration accounts; returns the officer's. Raises ValueError in production.

    All have one password, so it is hashed once and kept for all of them. Opened again they have it again.
    """
    if not settings.DEMONSTRATION:
        raise ValueError("demonstration accounts are refused in production")
    with transaction.atomic():
        first, *others = [
            open_account(
                acting_user=system_user(),
                username=account.username,
                password=PASSWORD if number == 0 else None,
                display_name=account.display_name,
                role=account.role,
                mobile=account.mobile,
                demonstration=True,
            )
            for number, account in enumerate(ACCOUNTS)
        ]
        if not User.objects.filter(username=CLERKS).exists():
            open_account(
                acting_user=system_user(),
                username=CLERKS,
                display_name="各单位经办人（演示）",
                demonstration=True,
            )
        User.objects.filter(pk__in=[one.pk for one in others]).update(
            password=first.password, password_set_at=first.password_set_at
        )
    return first
