"""Technologies and needs by spreadsheet on the web: the same columns and checks as the command."""

import json
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from django.utils.translation import gettext_lazy, gettext_noop

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.sheets.complaint import Complaint
from qinglan.kernel.sheets.form import Column, SheetForm, Words
from qinglan.kernel.sheets.imports import Examination, Import, Outcome, Source, register
from qinglan.kernel.sheets.reading import Reading, Row
from qinglan.kernel.web.money import FEN
from qinglan.market.exchange.checking import Checker, Refused
from qinglan.market.exchange.columns import COLUMNS
from qinglan.market.queries import MODELS

SOURCE = "sheet"
LONGEST_CELL = 5_000
_TITLES = {
    "technology": Words("技术成果登记表", "Technologies"),
    "need": Words("技术需求登记表", "Needs"),
}
_EXAMPLES = {
    "external_id": "CG-001", "title": "某某节水技术（示例）", "problem": "湿法用水多（示例）", "effect": "每吨节水 3 吨（示例）",
    "trl": "8", "modes": "普通许可；技术服务", "contact_name": "林某", "kind": "技术难题", "fields": "ipc:C02F1/44",
}  # fmt: skip


_KINDS: dict[str, Literal["date", "money"]] = {"date": "date", "money": "money"}
_ALIASES = {
    "title": ("成果名称", "技术名称", "需求名称", "项目名称", "技术成果名称", "技术需求名称"),
    "owner_code": ("单位代码", "统一社会信用代码", "单位统一社会信用代码", "所有人代码"),
    "external_id": ("成果编号", "需求编号", "外部编号"), "problem": ("解决的问题", "技术难题", "需求描述"),
    "trl": ("技术成熟度", "成熟度", "技术就绪度（TRL）"), "modes": ("合作方式", "交易方式", "拟转化方式"),
    "contact_name": ("联系人姓名",), "contact_telephone": ("电话", "联系方式", "手机", "联系人电话"), "contact_email": ("电子邮箱", "电子邮件"),
    "price_min": ("拟交易价格", "意向价格", "报价"), "deadline": ("期限", "需求期限", "完成期限"), "kind": ("需求类别",),
}  # fmt: skip
"""Headings of registers and collections of needs, beside our own."""


def form_of(side: str) -> SheetForm:
    """The spreadsheet of one side."""
    return SheetForm(
        title=_TITLES[side],
        key="external_id",
        columns=tuple(
            Column(
                one.key,
                Words(one.heading.removesuffix("（万元）"), one.key.replace("_", " ")),
                _KINDS.get(one.kind, "text"),
                required=one.key in ("title", "owner_code", "external_id"),
                longest=min(one.longest or 500, LONGEST_CELL),
                example=_EXAMPLES.get(one.key, ""),
                hint=Words(one.hint, one.hint) if one.hint else None,
                aliases=_ALIASES.get(one.key, ()),
            )
            for one in COLUMNS[side]
        ),
        notes=(
            Words("多个值用分号隔开；导入后为草稿，经单位初审和经办复审后公开。", "Several values are parted by semicolons; rows become drafts, which are checked twice before they are public."),
        ),
        most_rows=5_000,
        takes_lines=True,
    )  # fmt: skip


def _examine(side: str) -> Callable[..., Examination]:
    form = FORMS[side]

    def examine(*, reading: Reading, lock: bool = False) -> Examination:
        """What each row would do; what is wrong is named with its column."""
        checker = Checker(side, owner=None, publishes=False, may_own=None)
        examination = Examination()
        there = set(
            MODELS[side]
            .objects.filter(
                source=SOURCE, external_id__in=[str(row.values["external_id"]) for row in reading.rows]
            )
            .values_list("external_id", flat=True)
        )
        for row in reading.rows:
            try:
                checker.record(row.number, _values(row))
            except Refused as refused:
                kept = len(reading.findings)
                complaint = Complaint(gettext_noop("{reason}"), {"reason": refused.reason})
                examination.findings.append(reading.complain(form, row.number, refused.column, complaint))
                del reading.findings[kept:]
                continue
            key = str(row.values["external_id"])
            act = "change" if key in there else "new"
            examination.outcomes.append(Outcome(row.number, act, key, str(row.values["title"])))  # type: ignore[arg-type]
        return examination

    return examine


def _apply(side: str) -> Callable[..., int]:
    def apply(
        *, acting_user: Any, rows: Sequence[Row], source: Source, progress: Callable[[int, int], None]
    ) -> int:
        """Hand the rows to the verb of the command; all or none."""
        from qinglan.market.domain.importing import import_file  # noqa: PLC0415 - the verb reads these columns

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "rows.jsonl"
            lines = [json.dumps(_values(row), ensure_ascii=False) for row in rows]
            path.write_text("\n".join(lines), "utf-8")
            report = import_file(
                acting_user=acting_user, side=side, path=path, name=source.name, source=SOURCE
            )
        if report.faults:
            number, _column, reason = report.faults[0]
            raise Impossible(f"{rows[number - 1].number}: {reason}")
        progress(len(rows), len(rows))
        return report.new + report.changed

    return apply


def _values(row: Row) -> dict[str, Any]:
    """As a file of the command has them: days written out, amounts in 万元."""
    return {key: _written(value) for key, value in row.values.items() if value not in (None, "")}


def _written(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(Decimal(value) / FEN["wan"]) if isinstance(value, int) else value


FORMS = {side: form_of(side) for side in COLUMNS}
_WORDS = {
    "technology": (gettext_lazy("Bring in technologies"), "technologies", gettext_lazy("My technologies")),
    "need": (gettext_lazy("Bring in needs"), "needs", gettext_lazy("My needs")),
}
for _side, (_title, _slug, _back) in _WORDS.items():
    register(
        Import(
            slug=_slug,
            form=FORMS[_side],
            title=_title,
            lead=gettext_lazy(
                "From a spreadsheet or jsonl of up to 5,000 rows; for more, or for files of others, the operator uses the command."
            ),
            permission="market.import",
            examine=_examine(_side),
            apply=_apply(_side),
            back=f"{_slug}:mine",
            back_label=_back,
        )
    )
