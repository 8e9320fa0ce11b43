"""联审: the list for departments as a spreadsheet, and their replies coming back by it."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from qinglan.kernel.sheets.complaint import Complaint
from qinglan.kernel.sheets.form import Choice, Column, SheetForm, Words
from qinglan.kernel.sheets.imports import Examination, Import, Outcome, Source, register
from qinglan.kernel.sheets.reading import Reading, Row
from qinglan.programmes.domain.joint_check import Answered, asked_now, enter_replies
from qinglan.programmes.models import DepartmentReply, Reply

ANSWERS = (
    Choice(Reply.CLEAR.value, Words("无异议", "no objection")),
    Choice(Reply.HIT.value, Words("有异议", "objection")),
)
FORM = SheetForm(
    title=Words("联合审查意见表", "Replies of departments"),
    key="number",
    key_repeats=True,
    columns=(
        Column("number", Words("申报编号", "Number of the case"), required=True, longest=40, example="QC2026-01-0001"),
        Column("applicant", Words("单位名称", "Applicant"), longest=120, example="某某环保科技（示例）有限公司"),
        Column("code", Words("统一社会信用代码", "Unified social credit code"), "code", longest=18, example="91500117DEM000014Y"),
        Column("department", Words("审查部门", "Department"), required=True, longest=80, example="市生态环境局", aliases=("部门",)),
        Column("requirement", Words("审查事项", "What is checked"), required=True, longest=160, example="近三年无较大环境污染事故", aliases=("事项",)),
        Column("reply", Words("审查意见", "Reply"), "choice", required=True, choices=ANSWERS, example="无异议", aliases=("意见", "回复")),
        Column("reason", Words("理由", "Reason"), longest=500, hint=Words("有异议的必须填写。", "Needed for an objection."), aliases=("情况说明", "备注说明")),
    ),
    notes=(
        Words("一行是一个申报件的一个审查事项；未填回的按待回复处理。", "A row is one thing to check of one case; what does not come back stays pending."),
    ),
)  # fmt: skip


def examine(*, reading: Reading, lock: bool = False) -> Examination:
    """What each row would enter; rows that fit no open question are named."""
    asked = asked_now({row.values["number"] for row in reading.rows})
    known_numbers = {number for number, _department, _title in asked}
    examination = Examination()
    seen: dict[int, int] = {}
    for row in reading.rows:
        number, department = row.values["number"], row.values["department"]
        reply = asked.get((number, department, row.values["requirement"]))
        complaint, field = _complaint(row, reply, number in known_numbers, seen)
        if complaint is not None:
            kept = len(reading.findings)
            examination.findings.append(reading.complain(FORM, row.number, field, complaint))
            del reading.findings[kept:]
            continue
        assert reply is not None
        seen[reply.pk] = row.number
        words = (f"{reply.get_reply_display()} → {Reply(row.values['reply']).label}",)
        same = (reply.reply, reply.reason) == (row.values["reply"], row.values.get("reason") or "")
        examination.outcomes.append(
            Outcome(
                row.number,
                "same" if same else "change",
                number,
                reply.case.applicant_name,
                () if same else words,
            )
        )
    return examination


def _complaint(
    row: Row, reply: DepartmentReply | None, known: bool, seen: dict[int, int]
) -> tuple[Complaint | None, str]:
    values = row.values
    if not known:
        text = gettext_noop("No case of this number waits for departments.")
        return Complaint(text), "number"
    if reply is None:
        text = gettext_noop(
            "This department wasn't asked this about the case. Copy both as the list prints them."
        )
        return Complaint(text), "requirement"
    if reply.pk in seen:
        text = gettext_noop("The same question stands already in row {row}.")
        return Complaint(text, {"row": str(seen[reply.pk])}), "number"
    if values["reply"] == Reply.HIT and not (values.get("reason") or "").strip():
        return Complaint(gettext_noop("Say what the department found.")), "reason"
    return None, ""


def apply(
    *, acting_user: Any, rows: Sequence[Row], source: Source, progress: Callable[[int, int], None]
) -> int:
    """Hand the rows to the verb."""
    answers = [
        Answered(
            number=row.values["number"],
            department=row.values["department"],
            title=row.values["requirement"],
            answer=Reply(row.values["reply"]),
            reason=row.values.get("reason") or "",
        )
        for row in rows
    ]
    paper = _("spreadsheet %(name)s, SHA-256 %(digest)s") % {
        "name": source.name[:80],
        "digest": source.sha256[:16],
    }
    return enter_replies(acting_user=acting_user, answers=answers, source=paper, progress=progress)


register(
    Import(
        slug="joint-check",
        form=FORM,
        title=gettext_lazy("Bring in replies of departments"),
        lead=gettext_lazy(
            "Departments without a login fill in the list and send it back. Nothing is entered while one row is wrong."
        ),
        permission="programmes.see_replies",
        examine=examine,
        apply=apply,
        back="handling:replies",
        back_label=gettext_lazy("Questions to departments"),
    )
)
