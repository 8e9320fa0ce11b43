"""Statements as internet banking gives them: the headings are those in use, accounts and movements are invented.

Each sample is the name of its file, its bytes, and what must be read: day, direction, 分, other side, number ("" for
one that is made of the row).
"""

import csv
import io
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook

BUYER = "缙云化工（演示）有限公司"
LAB = "某检测机构（演示）"
OWN = "某大学（演示）"
NUMBER = "5000000000000001"
Row = tuple[date, str, int, str, str]
JUNE_12, JUNE_13 = date(2026, 6, 12), date(2026, 6, 13)


def text(rows: list[list[Any]], delimiter: str = ",", encoding: str = "gb18030", **options: Any) -> bytes:
    """A table of text."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, **options).writerows(rows)
    return out.getvalue().encode(encoding)


def book(rows: list[list[Any]], *, merged: tuple[str, ...] = (), **further: list[list[Any]]) -> bytes:
    """A workbook whose first sheet has these rows."""
    made = Workbook()
    sheet: Any = made.active
    sheet.title = "明细"
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    for name, others in further.items():
        other = made.create_sheet(name)
        for row in others:
            other.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def html(rows: list[str]) -> bytes:
    """A page of HTML in GBK; each row is its cells."""
    return (
        f"<html><body><table border=1>{''.join(f'<tr>{row}' for row in rows)}</table></body></html>".encode(
            "gbk"
        )
    )


ONE, TWO = (JUNE_12, "in", 200_000_000, BUYER), (JUNE_13, "out", 20_000_000, LAB)


def _icbc() -> bytes:
    return text(
        [
            ["明细查询文件下载"],
            [f"查询账号：{NUMBER}", "起始日期：20260601", "截止日期：20260630"],
            [],
            ["凭证号", "本方账号", "对方账号", "交易时间", "借/贷", "借方发生额", "贷方发生额", "对方行号", "摘要", "用途", "对方单位名称", "余额", "个性化信息"],
            ["0", f"{NUMBER}\t", "6222000100010001\t", "2026-06-12-10.15.30.000000", "贷", "0.00", "2,000,000.00", "102", "转账", "技术转让费", BUYER, "2,500,000.00", ""],
            ["0", f"{NUMBER}\t", "6222000100010002\t", "2026-06-13-09.05.01.000000", "借", "200,000.00", "0.00", "102", "转账", "检测费", LAB, "2,300,000.00", ""],
            ["合计", "", "", "", "", "200,000.00", "2,000,000.00"],
        ]
    )  # fmt: skip


def _ccb() -> bytes:
    return book(
        [
            ["中国建设银行账户明细"], ["账　　号", NUMBER, "账户名称", OWN],
            ["交易时间", "借方发生额/元(支取)", "贷方发生额/元(收入)", "余额", "币种", "对方户名", "对方账号", "对方开户机构", "记账日期", "摘要", "备注", "账户明细编号-交易流水号", "企业流水号", "凭证种类", "凭证号"],
            ["20260612 15:24:03", "0", "2000000.00", "2500000.00", "人民币元", BUYER, "'6222000100010001", "某行", "20260612", "转账", "技术转让费", "11-5001", "Q1", "", "0"],
            ["20260613 09:00:00", "200000.00", "0", "2300000.00", "人民币元", LAB, "6222000100010002", "某行", "20260613", "转账", "检测费", "12-5002", "Q2", "", "0"],
        ],
        merged=("A1:O1",),
    )  # fmt: skip


def _abc() -> bytes:
    return html(
        [
            "<td colspan=8>中国农业银行企业账户明细", f"<td colspan=8>账号：{NUMBER}&nbsp;币种：人民币&nbsp;单位：元",
            "<th rowspan=2>交易时间<th colspan=2>发生额<th rowspan=2>账户余额<th colspan=2>对方信息<th rowspan=2>交易用途<th rowspan=2>日志号", "<th>收入<th>支出<th>户名<th>账号",
            f"<td>2026-06-12 10:15:30<td>2,000,000.00<td>&nbsp;<td>2,500,000.00<td>{BUYER}<td>6222000100010001<td>技术转让费<td>000120001",
            f"<td>2026-06-13 09:05:01<td><td>200,000.00<td>2,300,000.00<td>{LAB}<td>6222000100010002<td>检测费<td>000120002",
            "<td>本页合计<td>2,000,000.00<td>200,000.00<td><td><td><td><td>",
        ]
    )  # fmt: skip


def _boc() -> bytes:
    return text(
        [
            ["查询账号[ Inquirer account number ]", NUMBER], ["总笔数[ Total number ]", "2"],
            ["借方发生总额[ Total Debit Amount of Payments ]", "200,000.00"], ["查询时间范围[ Time Range ]", "20260601-20260630"],
            ["交易类型[ Transaction Type ]", "付款人开户行名[ Payer account bank ]", "付款人账号[ Debit Account No. ]", "付款人名称[ Payer's Name ]", "收款人账号[ Payee's Account Number ]", "收款人名称[ Payee's Name ]", "交易日期[ Transaction Date ]", "交易时间[ Transaction time ]", "交易货币[ Trade Currency ]", "交易金额[ Trade Amount ]", "交易后余额[ After-transaction balance ]", "起息日期[ Value Date ]", "交易流水号[ Transaction reference number ]", "凭证号码[ Voucher number ]", "用途[ Purpose ]", "交易附言[ Remark ]"],
            ["来账", "某行", "6222000100010001", BUYER, NUMBER, OWN, "20260612", "101530", "CNY", "+2,000,000.00", "2,500,000.00", "20260612", "B0001", "", "技术转让费", ""],
            ["往账", "某行", NUMBER, OWN, "6222000100010002", LAB, "20260613", "090501", "CNY", "-200,000.00", "2,300,000.00", "20260613", "B0002", "", "检测费", ""],
        ]
    )  # fmt: skip


def _cmb() -> bytes:
    return text(
        [
            ["账号", f"{NUMBER[:4]}********{NUMBER[-4:]}"],
            ["交易日", "交易时间", "起息日", "交易类型", "借方金额", "贷方金额", "余额", "摘要", "流水号", "用途", "业务参考号", "收/付方名称", "收/付方帐号"],
            ["20260612", "101530", "20260612", "转账", "", "2000000.00", "2500000.00", "", "C0001", "技术转让费", "", BUYER, "6222000100010001"],
            ["20260613", "090501", "20260613", "转账", "200000.00", "", "2300000.00", "", "C0002", "检测费", "", LAB, "6222000100010002"],
        ],
        "\t", "utf-16",
    )  # fmt: skip


def _bocom() -> bytes:
    return book(
        [
            ["交通银行账户交易明细"], [f"查询账号：{NUMBER}", None, f"户名：{OWN}"], [],
            ["交易时间", "摘要", "凭证种类", "凭证号码", "借贷标志", "发生额", "余额", "对方账号", "对方户名", "流水号"],
            [datetime(2026, 6, 12, 10, 15, 30), "技术转让费", None, None, "贷", 2000000, 2500000, "6222000100010001", BUYER, "J1"],  # noqa: DTZ001
            [46186, "检测费", None, None, "借", 200000, 2300000, "6222000100010002", LAB, "J2"],
            ["借方笔数：1", None, None, None, None, 200000], ["贷方笔数：1", None, None, None, None, 2000000],
        ],
        封面=[["交通银行"], ["打印时间", datetime(2026, 7, 1)]],  # noqa: DTZ001
    )  # fmt: skip


def _spdb() -> bytes:
    heading = [
        "交易日期",
        "交易流水号",
        "借方金额",
        "贷方金额",
        "账户余额",
        "对方账号",
        "对方户名",
        "对方行名",
        "摘要",
    ]
    return text(
        [
            ["账号", NUMBER], ["第1页", "共2页"], heading,
            ["2026年6月12日", "P1", "", "２，０００，０００．００", "2,500,000.00", "6222000100010001", BUYER, "", "技术转让费"],
            ["本页小计", "", "0.00", "2,000,000.00"], ["第2页", "共2页"], ["承前页", "", "", "", "2,500,000.00"], heading,
            ["2026年6月13日", "P2", "200,000.00元", "", "2,300,000.00", "6222000100010002", LAB, "", "检测费"],
            ["打印日期：2026-07-01", "", "", "", "", "", "经办人：（演示）"],
        ],
        "|",
    )  # fmt: skip


def _rural() -> bytes:
    return text(
        [
            ["农村商业银行对公账户对账单"], ["户名:", OWN, "帐号:", NUMBER],
            ["序号", "记帐日期", "摘要", "交易金额", "借贷方向", "帐户余额", "对方帐户名称", "对方帐号"],
            ["1", "2026/6/12", "技术转让费", "2,000,000.00", "贷方", "2,500,000.00", BUYER, "6222000100010001"],
            ["2", "2026/6/13", "检测费", "200,000.00", "借方", "2,300,000.00", LAB, "6222000100010002"],
            ["3", "2026/6/20", "结息", "0.00", "贷方", "2,300,000.00", "", ""],
            ["", "合计", "", "2,200,000.00", "", "", "", ""],
        ],
        encoding="utf-8-sig",
    )  # fmt: skip


def _alipay() -> bytes:
    return text(
        [
            ["#支付宝账务明细查询"], ["#账号：[2088000000000001]"], ["#-----------账务明细列表-----------"],
            ["账务流水号", "业务流水号", "商户订单号", "商品名称", "发生时间", "对方账号", "收入金额（+元）", "支出金额（-元）", "账户余额（元）", "交易渠道", "业务类型", "备注"],
            ["1001\t", "2001\t", "\t", "技术转让费\t", "2026-06-12 10:15:30", "buy***@example.org\t", "2000000.00", "0.00", "2500000.00", "支付宝", "在线支付", ""],
            ["1002\t", "2002\t", "\t", "\t", "2026-06-13 09:05:01", "\t", "0.00", "-200000.00", "2300000.00", "支付宝", "收费", "服务费"],
            ["#-----------账务明细列表结束-----------"], ["#支出合计：1笔，共-200000.00元"], ["#导出时间：[2026年07月01日 09:00:00]"],
        ]
    )  # fmt: skip


def _ledger_of_a_bank_client() -> bytes:
    return text(
        [
            ["交易日期", "交易金额", "对方户名", "附言", "交易状态"],
            ["46185", "2,000,000.00", BUYER, '"技术转让费"', "交易成功"],
            ["46186", "(200,000.00)", LAB, "检测费", "交易成功"],
            ["46186", "-1.00", LAB, "退回", "交易失败"],
        ],
        ";", "utf-8",
    )  # fmt: skip


SAMPLES: dict[str, tuple[str, bytes, list[Row]]] = {
    "工行 csv": ("hisdetail.csv", _icbc(), [(*ONE, ""), (*TWO, "")]),
    "建行 xlsx": ("明细.xlsx", _ccb(), [(*ONE, "11-5001"), (*TWO, "12-5002")]),
    "农行 html called xls": ("detail.xls", _abc(), [(*ONE, "000120001"), (*TWO, "000120002")]),
    "中行 csv with English": ("HISQRY.csv", _boc(), [(*ONE, "B0001"), (*TWO, "B0002")]),
    "招行 tabs called xls, UTF-16": ("招行.xls", _cmb(), [(*ONE, "C0001"), (*TWO, "C0002")]),
    "交行 xlsx with a cover and numbers for days": ("交行.xlsx", _bocom(), [(*ONE, "J1"), (*TWO, "J2")]),
    "浦发 txt with bars, pages and full width": ("浦发.txt", _spdb(), [(*ONE, "P1"), (*TWO, "P2")]),
    "农商行 csv with a mark, without numbers": ("农商行.csv", _rural(), [(*ONE, ""), (*TWO, "")]),
    "支付宝 csv": ("支付宝.csv", _alipay(), [(*ONE[:3], "", "1001"), (*TWO[:3], "", "1002")]),
    "one signed amount, brackets": ("流水.csv", _ledger_of_a_bank_client(), [(*ONE, ""), (*TWO, "")]),
}
