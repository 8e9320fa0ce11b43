"""A demonstration bank statement: one line that is on record, one that fits an open payment, one that fits nothing."""

from datetime import timedelta
from typing import Any

from qinglan.contracts.demonstration.file_form import Statement
from qinglan.contracts.demonstration.trade import unit_of
from qinglan.contracts.domain.bank_statement import take_statement
from qinglan.contracts.models import BankAccount, BankStatement, Contract
from qinglan.kernel import clock
from qinglan.kernel.web import exports

FEN = 100
HEADING = ("交易日期", "交易流水号", "收入", "支出", "对方户名", "摘要")


def take(story: Statement, user: Any) -> int:
    """Take it over as the unit would; a second time changes nothing. How many statements were taken."""
    account = BankAccount.objects.filter(organisation=unit_of(user)).order_by("pk").first()
    if account is None or BankStatement.objects.filter(account=account, name=story.name).exists():
        return 0
    lines = []
    for number, row in enumerate(story.rows, 1):
        contract = Contract.objects.filter(title=row.contract).first() if row.contract else None
        amount, text = row.amount, row.text
        if contract is not None:
            amount = next(one.open for one in contract.charges.order_by("pk") if one.open)
            text = f"{contract.number} {row.text}"
        day = clock.today() - timedelta(days=row.days)
        lines.append(
            (day.isoformat(), f"YS{day:%Y%m%d}{number:04}", f"{amount / FEN:.2f}", "", row.payer, text)
        )
    paper = exports.csv_file(HEADING, lines)
    take_statement(acting_user=user, account=account, name=story.name, content=paper)
    return 1
