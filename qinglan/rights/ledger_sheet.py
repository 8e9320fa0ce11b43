"""A patent ledger as a spreadsheet: its columns, and how its rows become rights."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.database.turns import wait_turn
from qinglan.kernel.sheets.complaint import Complaint
from qinglan.kernel.sheets.form import Choice, Column, SheetForm, Words
from qinglan.kernel.sheets.imports import Examination, Import, Outcome, Source, register
from qinglan.kernel.sheets.reading import Reading, Row
from qinglan.parties.models import Organisation
from qinglan.rights.domain.right import FIELDS, edit_right, enter_right
from qinglan.rights.models import Right, RightKind, RightState
from qinglan.rights.numbers import GRANTED, normal_number, one_spelling, spellings

_KINDS = dict(
    zip(RightKind.values, ("发明专利", "实用新型", "外观设计", "软件著作权", "集成电路布图设计", "植物新品种", "生物医药新品种", "设计著作权", "技术秘密"), strict=True)
)  # fmt: skip
_STATES = dict(
    zip(RightState.values, ("申请中", "有效", "驳回", "撤回", "未缴费失效", "届满", "宣告无效"), strict=True)
)
_ALSO = {
    RightKind.INVENTION: ("发明", "发明授权", "发明公布", "发明申请", "中国发明专利"), RightKind.UTILITY_MODEL: ("实用新型专利", "新型", "实用"),
    RightKind.DESIGN: ("外观设计专利", "外观"), RightKind.SOFTWARE: ("软著", "计算机软件著作权", "软件"),
    RightKind.LAYOUT: ("布图设计", "集成电路布图设计专有权"), RightKind.PLANT_VARIETY: ("植物新品种权", "品种权"),
    RightState.APPLIED: ("审查中", "实质审查", "实审", "实质审查的生效", "公开", "在审", "受理", "已受理", "待审", "审中", "未授权"),
    RightState.IN_FORCE: ("有权", "授权", "已授权", "维持", "专利权维持", "维持有效", "授权有效", "已登记", "有权-授权"),
    RightState.REFUSED: ("驳回失效", "已驳回", "公布后的驳回"), RightState.WITHDRAWN: ("视为撤回", "撤回失效", "主动撤回", "已撤回"),
    RightState.LAPSED: ("未缴年费", "未缴年费终止失效", "未缴年费专利权终止", "欠费终止", "欠费失效"),
    RightState.EXPIRED: ("期限届满", "届满终止", "届满失效", "有效期届满"), RightState.INVALID: ("全部无效", "无效宣告", "宣告全部无效"),
}  # fmt: skip
"""Words of the patent office and of data services; what may mean two things (失效, 终止) is left to be asked."""


def _choices(kind: Any, words: dict[str, str]) -> list[Choice]:
    with translation.override("en"):
        return [
            Choice(one.value, Words(words[one.value], str(one.label)), also=_ALSO.get(one, ()))
            for one in kind
        ]


FORM = SheetForm(
    title=Words("知识产权台账", "Ledger of rights"),
    key="number",
    columns=(
        Column("owner_code", Words("单位代码", "Code of the organisation"), "code", required=True, longest=18, example="91500117DEM000014Y", aliases=("统一社会信用代码", "权利人代码", "权利人统一社会信用代码", "专利权人代码", "单位统一社会信用代码", "信用代码")),
        Column("kind", Words("类型", "Kind"), "choice", required=True, choices=lambda: _choices(RightKind, _KINDS), example="发明专利", aliases=("专利类型", "知识产权类型", "知识产权类别", "专利类别", "专利种类", "申请类型", "种类", "类别")),
        Column("number", Words("编号", "Number"), "code", longest=40, required=True, example="ZL201510123456.7", aliases=("专利号", "专利编号", "授权号", "申请号", "申请(专利)号", "专利申请号", "申请号/专利号", "专利号/申请号", "登记号"), hint=Words("专利号带校验位。", "Of a patent with its check digit.")),
        Column("title", Words("名称", "Title"), required=True, longest=200, example="某某装置（示例）", aliases=("专利名称", "发明名称", "知识产权名称", "发明创造名称", "成果名称", "标题", "软件名称")),
        Column("state", Words("法律状态", "Status"), "choice", required=True, choices=lambda: _choices(RightState, _STATES), example="有效", aliases=("状态", "当前法律状态", "专利状态", "案件状态", "权利状态", "简单法律状态")),
        Column("applied_on", Words("申请日", "Applied for on"), "date", example="2015-03-01", aliases=("申请日期", "申请时间", "专利申请日")),
        Column("granted_on", Words("授权日", "Granted on"), "date", example="2017-06-01", aliases=("授权公告日", "授权日期", "授权时间", "授权公告日期", "登记日期", "登记日")),
        Column("fee_due_on", Words("下次缴费日", "Next fee due on"), "date", aliases=("下次缴费日期", "年费到期日", "下次年费缴纳日", "年费缴纳截止日", "缴费截止日", "缴费截止日期", "年费截止日期")),
        Column("classes", Words("IPC 分类号", "IPC symbols"), longest=300, example="C02F1/44", aliases=("IPC", "主分类号", "IPC主分类号", "分类号", "国际分类号", "国际专利分类号"), hint=Words("多个用逗号隔开。", "Several with commas.")),
    ),
    notes=(Words("同一编号再次导入时更新。", "Brought in again, a number changes its right."),),
)  # fmt: skip


def _number(row: Row) -> str:
    values = row.values
    granted = values.get("granted_on") is not None or values["state"] in GRANTED
    return normal_number(values["kind"], str(values["number"] or ""), granted=granted)


def _existing(numbers: Sequence[str], *, lock: bool) -> dict[str, Right]:
    """Records by the one spelling of their number; where two have it, the one that stands as granted."""
    wanted = [spelling for number in numbers for spelling in spellings(number)]
    rows = Right.objects.filter(number__in=wanted).order_by("number")  # CN before ZL
    return {one_spelling(row.number): row for row in (rows.select_for_update() if lock else rows)}


def examine(*, reading: Reading, lock: bool = False) -> Examination:
    """What each row would do; wrong numbers and unknown organisations are named."""
    examination = Examination()
    owners = {
        row.code: row.pk
        for row in Organisation.objects.filter(
            code__in=[str(row.values["owner_code"]) for row in reading.rows]
        )
    }
    good: list[tuple[Row, str]] = []
    rows_of: dict[str, int] = {}
    for row in reading.rows:
        try:
            number = _number(row)
        except Impossible as refusal:
            _complain(reading, examination, row, "number", refusal.message)
            continue
        if str(row.values["owner_code"]) not in owners:
            _complain(
                reading,
                examination,
                row,
                "owner_code",
                str(gettext_lazy("No organisation on record has this code.")),
            )
            continue
        first = rows_of.setdefault(one_spelling(number), row.number)
        if first != row.number:
            text = _("This is the right of row {row}: CN and ZL stand before one number. Keep one row.")
            _complain(reading, examination, row, "number", text.format(row=first))
            continue
        good.append((row, number))
    there = _existing([number for _row, number in good], lock=lock)
    for row, number in good:
        found = there.get(one_spelling(number))
        if found is not None and found.keeper_id != owners[str(row.values["owner_code"])]:
            _complain(
                reading,
                examination,
                row,
                "number",
                str(gettext_lazy("This number stands in the ledger of another organisation.")),
            )
            continue
        changes = tuple(_changed(found, row)) if found is not None else ()
        act = "new" if found is None else "change" if changes else "same"
        key = number if found is None else found.number
        examination.outcomes.append(Outcome(row.number, act, key, row.values["title"], changes))  # type: ignore[arg-type]
    return examination


def _changed(right: Right, row: Row) -> list[str]:
    found = []
    number = _number(row)
    if number.startswith("ZL") and not right.number.startswith("ZL"):
        label = _("Number")
        found.append(f"{label}: {right.number} → {number}")
    for name in FIELDS:
        value = row.values.get(name)
        if name not in ("number", "kind") and value not in (None, "") and getattr(right, name) != value:
            label = str(Right._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            found.append(f"{label}: {getattr(right, name) or '—'} → {value}")
    return found


def _complain(reading: Reading, examination: Examination, row: Row, column: str, message: str) -> None:
    kept = len(reading.findings)
    examination.findings.append(
        reading.complain(FORM, row.number, column, Complaint(gettext_noop("{reason}"), {"reason": message}))
    )
    del reading.findings[kept:]


@transaction.atomic
def apply(
    *, acting_user: Any, rows: Sequence[Row], source: Source, progress: Callable[[int, int], None]
) -> int:
    """Hand the rows to the verbs, which ask for each organisation whether this user may; one ledger after the other."""
    wait_turn("rights.ledger")
    owners = Organisation.objects.in_bulk([str(row.values["owner_code"]) for row in rows], field_name="code")
    there = _existing([_number(row) for row in rows], lock=True)
    for done, row in enumerate(rows, start=1):
        values = {name: row.values[name] for name in FIELDS if row.values.get(name) not in (None, "")}
        values["state_basis"] = source.name[:300]
        symbols = re.split(r"[,，;；|、]", str(row.values.get("classes") or ""))
        classes = [one.strip() for one in symbols if one.strip()]
        found = there.get(one_spelling(_number(row)))
        if found is None:
            keeper = owners[str(row.values["owner_code"])]
            enter_right(acting_user=acting_user, keeper=keeper, values=values, classes=classes)
        elif _changed(found, row):
            edit_right(acting_user=acting_user, right=found, values=values, classes=classes or None)
        progress(done, len(rows))
    return len(rows)


register(
    Import(
        slug="rights",
        form=FORM,
        title=gettext_lazy("Bring in a ledger of rights"),
        lead=gettext_lazy(
            "From a spreadsheet; numbers of patents are checked by their check digit, and each fault names row and column."
        ),
        permission="rights.ledger",
        examine=examine,
        apply=apply,
        back="rights:list",
        back_label=gettext_lazy("Ledger of rights"),
    )
)
