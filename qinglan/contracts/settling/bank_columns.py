"""The columns of bank statements: how the usual banks head them, folded to one set of keys.

Banks offer no common layout. The headings below are those that downloads of corporate internet banking
use in practice (common practice, not a published standard); a heading that is not known is passed over
and named. A file is understood when it has a day and either one column for each direction or one
amount that is signed or has a direction beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from qinglan.kernel.sheets.grid import Line
from qinglan.kernel.sheets.heading import plain

REACH = 30
"""Rows in which the heading must begin: banks put account, period and balances above it."""

HEADINGS: dict[str, tuple[str, ...]] = {
    "day": (
        "交易日期", "交易时间", "记账日期", "记账日", "入账日期", "发生日期", "日期", "交易日", "起息日", "date",
        "transaction date",
    ),
    "number": (
        "交易流水号", "流水号", "银行流水号", "核心流水号", "主机流水号", "凭证号", "凭证号码", "回单编号", "回单号",
        "账户明细编号-交易流水号", "明细编号", "交易编号", "业务编号", "交易序号", "reference", "serial number",
    ),
    "into": (
        "贷方发生额", "贷方金额", "贷方", "收入", "收入金额", "转入金额", "存入金额", "贷方发生额收入", "credit",
        "credit amount",
    ),
    "out": (
        "借方发生额", "借方金额", "借方", "支出", "支出金额", "转出金额", "支取金额", "借方发生额支取", "debit",
        "debit amount",
    ),
    "amount": ("交易金额", "发生额", "金额", "amount"),
    "direction": ("借贷标志", "借贷方向", "借贷", "收支标志", "收支方向", "收/支", "交易方向", "收付标志", "direction"),
    "party": (
        "对方户名", "对方账户名称", "对方名称", "对方单位名称", "对方单位", "对手方名称", "对手户名", "交易对手名称",
        "付款人名称", "收(付)方名称", "收付方名称", "往来单位", "counterparty",
    ),
    "account": (
        "对方账号", "对方账户", "对手账号", "交易对手账号", "对方账号/卡号", "收(付)方账号", "收付方账号", "付款人账号",
        "counterparty account",
    ),
    "text": ("摘要", "用途", "附言", "备注", "交易附言", "交易摘要", "摘要说明", "交易用途", "remark", "purpose"),
    "balance": ("余额", "账户余额", "交易后余额", "本次余额", "balance"),
}  # fmt: skip
"""By key: the headings that mean it, the more exact first. Several columns may be ``text``: they are joined."""

_KEYS = {plain(name): (key, place) for key, names in HEADINGS.items() for place, name in enumerate(names)}


@dataclass(frozen=True)
class Columns:
    """Where each key stands (0 is A; ``text`` in `texts`), the heading's row, and headings that mean nothing here."""

    places: dict[str, int]
    texts: tuple[int, ...]
    row: int
    unknown: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        """Whether day and amount can be read."""
        return "day" in self.places and bool({"into", "out", "amount"} & set(self.places))


def find_columns(lines: Sequence[Line]) -> Columns | None:
    """The heading with the most known columns among the first rows; None where none is enough."""
    found = [columns for columns in map(_read, lines[:REACH]) if columns.is_enough]
    return max(found, key=lambda one: (len(one.places) + len(one.texts), -one.row), default=None)


def _read(line: Line) -> Columns:
    """Of two columns with the same meaning the one whose heading is the more exact (交易日期 before 起息日)."""
    places: dict[str, tuple[int, int]] = {}
    texts: list[int] = []
    unknown: list[str] = []
    for index in line.filled:
        written = str(line.cell(index).value)
        key, rank = _KEYS.get(plain(written), ("", 0))
        if not key:
            unknown.append(written.strip()[:40])
        elif key == "text":
            texts.append(index)
        elif key not in places or rank < places[key][0]:
            places[key] = (rank, index)
    return Columns(
        {key: index for key, (_rank, index) in places.items()}, tuple(texts), line.number, tuple(unknown)
    )
