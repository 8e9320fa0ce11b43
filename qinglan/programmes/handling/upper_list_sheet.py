"""名单: a list published above, as a spreadsheet of one scheme or several."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy, gettext_noop

from qinglan.kernel.sheets.complaint import Complaint
from qinglan.kernel.sheets.form import Choice, Column, SheetForm, Words
from qinglan.kernel.sheets.imports import Examination, Import, Outcome, Source, register
from qinglan.kernel.sheets.reading import Reading, Row
from qinglan.parties.models import Organisation
from qinglan.programmes.domain.above import Listed, Listing, import_list
from qinglan.programmes.models import STANDING, Award, DefinitionVersion

REMOVED = "removed"


def _schemes() -> list[Choice]:
    rows = DefinitionVersion.objects.filter(decided_here=False, is_current=True).order_by(
        "title_zh", "-edition"
    )
    found: dict[int, Choice] = {}
    for row in rows:
        words = Words(row.title_zh, row.title_en)
        found.setdefault(row.programme_id, Choice(str(row.programme_id), words))
    return list(found.values())


FORM = SheetForm(
    title=Words("上级公布名单登记表", "List published above"),
    key="code",
    columns=(
        Column("scheme", Words("项目", "Scheme"), "choice", required=True, choices=_schemes, example="绿色工厂", aliases=("类别", "项目名称")),
        Column("name", Words("单位名称", "Name"), longest=120, example="某某环保科技（示例）有限公司"),
        Column("code", Words("统一社会信用代码", "Unified social credit code"), "code", required=True, longest=18, example="91500117DEM000014Y"),
        Column("subject", Words("产品（对象）名称", "Product or subject"), longest=160, hint=Words("名单针对产品、园区等对象时填写。", "Where the list is about a product, a park or the like.")),
        Column("number", Words("编号", "Number"), longest=80),
        Column("document", Words("文号", "Document number"), required=True, longest=80, example="工信部节函〔2025〕12号"),
        Column("on", Words("公布日期", "Day of the list"), "date", required=True, example="2025-03-01"),
        Column("valid_to", Words("有效期至", "Valid until"), "date"),
        Column("change", Words("变动", "Change"), "choice", choices=(Choice("listed", Words("列入", "listed")), Choice(REMOVED, Words("移出", "removed"))), example="列入"),
    ),
    notes=(
        Words("正在等待上级结果的申报件随名单办结；没有申报件的单位直接登记。", "Cases that wait for this result end with it; others are entered without a case."),
    ),
)  # fmt: skip


def _versions() -> dict[str, DefinitionVersion]:
    rows = DefinitionVersion.objects.filter(decided_here=False, is_current=True).order_by("edition")
    return {str(row.programme_id): row for row in rows.select_related("programme")}


def examine(*, reading: Reading, lock: bool = False) -> Examination:
    """What each row would do; organisations that aren't on the roster are named."""
    holders = {
        row.code: row
        for row in Organisation.objects.filter(code__in={r.values["code"] for r in reading.rows})
    }
    standing = {
        (award.programme_id, award.holder_id, award.subject_name): award
        for award in Award.objects.filter(holder__in=holders.values(), state__in=STANDING)
    }
    examination = Examination()
    for row in reading.rows:
        holder = holders.get(row.values["code"])
        if holder is None:
            text = gettext_noop("No organisation of this code is on the roster. Bring it in first.")
            kept = len(reading.findings)
            examination.findings.append(reading.complain(FORM, row.number, "code", Complaint(text)))
            del reading.findings[kept:]
            continue
        key = (int(row.values["scheme"]), holder.pk, row.values.get("subject") or "")
        award = standing.get(key)
        removed = row.values.get("change") == REMOVED
        if removed:
            act = "change" if award else "same"
        elif award is None:
            act = "new"
        else:
            act = "same" if award.document == row.values["document"] else "change"
        examination.outcomes.append(Outcome(row.number, act, holder.code, holder.name))  # type: ignore[arg-type]
    return examination


def apply(
    *, acting_user: Any, rows: Sequence[Row], source: Source, progress: Callable[[int, int], None]
) -> int:
    """Hand the rows to the verb, scheme by scheme."""
    holders = {
        one.code: one for one in Organisation.objects.filter(code__in={r.values["code"] for r in rows})
    }
    versions = _versions()
    changed = done = 0
    for key in sorted({row.values["scheme"] for row in rows}):
        listed = [
            Listed(
                holder=holders[row.values["code"]],
                subject=row.values.get("subject") or "",
                listing=Listing(
                    number=row.values.get("number") or "",
                    document=row.values["document"],
                    on=row.values["on"],
                    valid_to=row.values.get("valid_to"),
                ),
                removed=row.values.get("change") == REMOVED,
            )
            for row in rows
            if row.values["scheme"] == key
        ]
        changed += import_list(
            acting_user=acting_user, version=versions[key], rows=listed, source=source.name
        )
        done += len(listed)
        progress(done, len(rows))
    return changed


register(
    Import(
        slug="upper-list",
        form=FORM,
        title=gettext_lazy("Bring in a list published above"),
        lead=gettext_lazy(
            "National and provincial lists with their document number: cases that wait for them end, others get their entry in the register."
        ),
        permission="programmes.follow_rounds",
        examine=examine,
        apply=apply,
        back="handling:queue",
        back_label=gettext_lazy("Cases on your desk"),
    )
)
