"""The columns of bank statements: how the usual banks head them, folded to one set of keys.

Banks offer no common layout. The headings below are those that downloads of corporate internet banking
use in practice (common practice, not a published standard); a heading that is not known is passed over
and named. A file is understood when it has a day and either one column for each direction or one
amount that is signed or has a direction beside it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from qinglan.kernel.sheets.cells import day_in
from qinglan.kernel.sheets.heading import ends_with, plain, titles, unit_of
from qinglan.kernel.sheets.table import Line

REACH = 30
"""Rows in which the heading must begin: banks put account, period and balances above it."""
DEEPEST = 2
"""Rows of a merged heading: 发生额 above 借方 and 贷方."""

HEADINGS: dict[str, tuple[str, ...]] = {
    "day": (
        "交易日期", "交易时间", "交易日期时间", "记账日期", "记账日", "记账时间", "记帐日期", "入账日期", "入账时间", "账务日期", "会计日期",
        "发生日期", "发生时间", "交易日", "日期", "支付时间", "付款时间", "交易创建时间", "起息日期", "起息日", "date", "transaction date",
    ),
    "number": (
        "交易流水号", "账务流水号", "流水号", "银行流水号", "核心流水号", "主机流水号", "会计流水号", "交易流水", "账户明细编号-交易流水号",
        "明细编号", "交易编号", "交易单号", "交易参考号", "业务参考号", "业务流水号", "柜员流水号", "柜员交易号", "日志号", "业务编号", "交易序号", "回单编号", "回单号",
        "电子回单号", "记录标识号", "凭证号", "凭证号码", "凭证编号", "reference", "serial number", "transaction reference number",
    ),
    "into": (
        "贷方发生额", "贷方金额", "贷方", "贷方发生额收入", "贷方收入", "收入金额", "收入", "转入金额", "转入额", "存入金额", "存入", "入账金额",
        "进账金额", "收款金额", "贷", "credit", "credit amount", "deposit",
    ),
    "out": (
        "借方发生额", "借方金额", "借方", "借方发生额支取", "借方支出", "支出金额", "支出", "转出金额", "转出额", "支取金额", "支取", "出账金额",
        "付款金额", "借", "debit", "debit amount", "withdrawal",
    ),
    "amount": ("交易金额", "发生额", "交易额", "发生金额", "收付金额", "金额", "amount", "trade amount", "transaction amount"),
    "direction": (
        "借贷标志", "借贷标识", "借贷标记", "借贷方向", "借贷", "借/贷", "借贷类型", "借贷状态", "收支标志", "收支标识", "收支方向", "收支类型", "收支", "收/支", "收/付",
        "收付", "收付方向", "交易方向", "资金流向", "收付标志", "出入账标志", "方向", "direction", "dr/cr",
    ),
    "kind": ("交易类型", "业务类型", "transaction type"),
    "party": (
        "对方户名", "对方账户名称", "对方账户名", "对方帐户名称", "对方名称", "对方单位名称", "对方单位", "对方客户名称", "对方姓名", "对手方名称",
        "对手户名", "交易对手名称", "交易对手户名", "交易对手", "交易对方", "收(付)方名称", "收付方名称", "收/付方名称", "收(付)方户名", "往来单位", "对手信息",
        "对方信息", "counterparty",
    ),
    "payer": ("付款人名称", "付款人户名", "付款方名称", "付款方户名", "付款单位", "付款户名", "付款人", "payer's name"),
    "payee": ("收款人名称", "收款人户名", "收款方名称", "收款方户名", "收款单位", "收款户名", "收款人", "payee's name"),
    "account": (
        "对方账号", "对方帐号", "对方账户", "对方卡号", "对方账号/卡号", "对手账号", "对手方账号", "交易对手账号", "交易对方账号", "收(付)方账号",
        "收付方账号", "收/付方账号", "收/付方帐号", "counterparty account",
    ),
    "payer_account": ("付款人账号", "付款账号", "付款方账号", "debit account no."),
    "payee_account": ("收款人账号", "收款账号", "收款方账号", "payee's account number"),
    "own": ("本方账号", "本方帐号", "查询账号", "账号", "帐号", "卡号", "本方卡号", "主账号"),
    "text": (
        "摘要", "交易摘要", "摘要说明", "业务摘要", "其他摘要", "其它摘要", "用途", "交易用途", "附言", "交易附言", "客户附言", "备注", "交易备注", "备注1",
        "备注2", "备注3", "个性化信息", "回单个性化信息", "交易描述", "交易说明", "商品", "商品名称", "商品说明", "注释", "remark", "remarks", "purpose",
        "description",
    ),
    "balance": ("余额", "账户余额", "帐户余额", "交易后余额", "本次余额", "当前余额", "联机余额", "交易余额", "balance"),
    "currency": ("币种", "币别", "货币", "交易币种", "币种名称", "交易货币", "currency"),
    "status": ("交易状态", "状态", "当前状态", "处理状态", "交易结果"),
}  # fmt: skip
"""By key: the headings that mean it, the more exact first. Several columns may be ``text``: they are joined."""

_KEYS = {plain(name): (key, place) for key, names in HEADINGS.items() for place, name in enumerate(names)}
_SIGN_OF_NOTATION = re.compile(r"[(（][-－−]\s*元?[)）]")
_UNIT = re.compile(r"(/元|\(元|元)$")


@dataclass(frozen=True)
class Columns:
    """Where each key stands (0 is A; ``text`` in `texts`), the heading's row, and headings that mean nothing here.

    `further` are columns that mean the same less exactly: they are read where the first is empty. `unit` is that of
    the amounts; `writes_minus` says that the heading of what goes out announces a minus: 支出（-元）.
    """

    places: dict[str, int]
    texts: tuple[int, ...]
    row: int
    unknown: tuple[str, ...]
    further: dict[str, tuple[int, ...]] = field(default_factory=dict)
    unit: str = "元"
    writes_minus: bool = False

    @property
    def is_enough(self) -> bool:
        """Whether day and amount can be read."""
        return "day" in self.places and bool({"into", "out", "amount"} & set(self.places))


def key_of(text: object) -> tuple[str, int] | None:
    """What a heading means and how exact it is; None where it means nothing here."""
    written = plain(text)
    return _KEYS.get(written) or _KEYS.get(_UNIT.sub("", written))


def find_columns(lines: Sequence[Line]) -> Columns | None:
    """The heading with the most known columns among the first rows; None where none is enough."""
    found = [
        ((len(columns.places) + len(columns.texts), -columns.row, -depth), columns)
        for start in range(min(REACH, len(lines)))
        for depth in range(1, DEEPEST + 1)
        if (columns := _read(lines, start, depth)) is not None and columns.is_enough
    ]
    return max(found, key=lambda one: one[0])[1] if found else None


def _read(lines: Sequence[Line], start: int, depth: int) -> Columns | None:
    """Of columns with the same meaning the one whose heading is the more exact (交易日期 before 起息日)."""
    block = lines[start : start + depth]
    if len(block) < depth or any(day_in(cell) is not None for line in block for cell in line.cells):
        return None
    places: dict[str, list[tuple[int, int]]] = {}
    texts: list[int] = []
    unknown: list[str] = []
    heads = titles(block)
    last_says_something = False
    for index, said in enumerate(heads):
        title = next((text for text in said if key_of(text)), "")
        key, rank = key_of(title) or ("", 0)
        last_says_something |= bool(key) and ends_with(title, block[-1].cell(index))
        if key == "text":
            texts.append(index)
        elif key:
            places.setdefault(key, []).append((rank, index))
        elif said:
            unknown.append(said[-1].strip()[:40])
    if not last_says_something:
        return None
    order = {key: [index for _rank, index in sorted(several)] for key, several in places.items()}
    money = [heads[order[key][0]] for key in ("into", "out", "amount") if key in order]
    return Columns(
        {key: several[0] for key, several in order.items()},
        tuple(texts),
        block[-1].number,
        tuple(unknown),
        {key: tuple(several[1:]) for key, several in order.items()},
        unit_of("元", [text for said in money for text in said], lines[:start]),
        "out" in order and any(map(_SIGN_OF_NOTATION.search, heads[order["out"][0]])),
    )
