"""Experts and brokers as spreadsheets: the columns, and how rows become records."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy, gettext_noop

from qinglan.kernel.codes import uscc
from qinglan.kernel.sheets.complaint import Complaint
from qinglan.kernel.sheets.form import Column, SheetForm, Words
from qinglan.kernel.sheets.imports import Act, Examination, Import, Outcome, Source, register
from qinglan.kernel.sheets.reading import Reading, Row
from qinglan.parties import fields as vocabulary
from qinglan.parties.domain.expert import ExpertParticulars
from qinglan.parties.domain.expert_roster import ExpertEntry, bring_in_experts
from qinglan.parties.models.expert import Expert, Language
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.public_text import number_in

_INTERNAL = Words("联系信息（仅内部）", "Contact (internal)")
_LANGUAGES = {
    "中文": "zh",
    "英语": "en",
    "德语": "de",
    "法语": "fr",
    "日语": "ja",
    "韩语": "ko",
    "俄语": "ru",
    "西班牙语": "es",
}


def split(text: str) -> list[str]:
    """The words of a cell: divided by 、；;，, or lines."""
    for sign in ("、", "；", ";", "，", ",", "\n", "|"):
        text = text.replace(sign, "\t")
    return [word.strip() for word in text.split("\t") if word.strip()]


def _names() -> dict[str, vocabulary.Field]:
    """Fields by their names in both languages and by ``family:code``."""
    from qinglan.kernel import clock  # noqa: PLC0415 - only here

    found: dict[str, vocabulary.Field] = {}
    for code in reversed(vocabulary.top_codes(clock.today())):
        field = (code.code_list.family, code.code)
        for name in (code.name_zh, code.name_en, f"{field[0]}:{field[1]}"):
            if name:
                found[name.lower()] = field
    return found


def fields_in(text: str) -> tuple[list[vocabulary.Field], list[str]]:
    """The fields that a cell names, and the words that are none."""
    names, found, unknown = _names(), [], []
    for word in split(text):
        field = names.get(word.lower())
        if field is None:
            unknown.append(word)
        elif field not in found:
            found.append(field)
    return found, unknown


def check_fields(value: Any) -> Complaint | None:
    """Each word is a field of today's lists."""
    unknown = fields_in(str(value or ""))[1]
    if not unknown:
        return None
    return Complaint(gettext_noop("“{words}” stands in no list of fields."), {"words": "、".join(unknown)})


def check_public(value: Any) -> Complaint | None:
    """No identity or bank card number in what others read."""
    if masked := number_in(str(value or "")):
        return Complaint(
            gettext_noop("An identity or bank card number ({number}) must not stand here."),
            {"number": masked},
        )
    return None


def _check_languages(value: Any) -> Complaint | None:
    unknown = [
        word for word in split(str(value or "")) if word not in _LANGUAGES and word not in Language.values
    ]
    return (
        Complaint(gettext_noop("Unknown language: {words}."), {"words": "、".join(unknown)})
        if unknown
        else None
    )


FORM = SheetForm(
    title=Words("评审专家登记表", "Roster of experts"),
    key="mobile",
    columns=(
        Column("name", Words("姓名", "Name"), required=True, longest=60, example="陈某（示例）", check=check_public),
        Column("mobile", Words("手机号码", "Mobile number"), "mobile", required=True, example="13800000000", group=_INTERNAL, hint=Words("同一号码是同一专家。", "The same number is the same expert.")),
        Column("email", Words("邮箱", "Mailbox"), longest=120, example="chen@example.org", group=_INTERNAL),
        Column("employer", Words("工作单位", "Employer"), required=True, longest=120, example="青川大学（示例）", check=check_public, aliases=("单位", "所在单位")),
        Column("employer_code", Words("单位统一社会信用代码", "Code of the employer"), "code", longest=18, example="", aliases=("单位代码",)),
        Column("position", Words("职务", "Position"), longest=60, example="副主任"),
        Column("title", Words("职称", "Professional title"), longest=60, example="教授级高工", check=check_public),
        Column("degree", Words("学位", "Degree"), longest=60, example="博士"),
        Column("fields", Words("专业领域", "Fields"), required=True, longest=400, example="节能环保、清洁能源替代", check=check_fields, hint=Words("用目录中的名称，以顿号分隔。", "Names of the lists, divided by commas.")),
        Column("languages", Words("语言", "Languages"), longest=60, example="中文、英语", check=_check_languages),
        Column("basis", Words("入库依据", "Basis"), required=True, longest=300, example="科技局〔2026〕1号"),
    ),
    notes=(
        Words("手机号码是个人信息，只给本人和经办人员看，每次查看都有记录。身份证号由专家本人同意后自行填写，不随名单导入。", "Mobile numbers are personal data, shown to the person and to officers; each look is noted. An identity number is entered by the expert himself once he consents, never by a roster."),
        Words("已在库的专家（按手机号码）只补充领域和单位，不改变状态。", "An expert on record (by mobile number) gets the fields and employer of the row; his state stays."),
    ),
)  # fmt: skip


def entry(row: Row) -> ExpertEntry:
    """The row as the verb takes it."""
    values = row.values
    return ExpertEntry(
        particulars=ExpertParticulars(
            name=values["name"],
            fields=fields_in(values["fields"])[0],
            languages=[_LANGUAGES.get(word, word) for word in split(values.get("languages") or "")],
            title=values.get("title") or "",
            degree=values.get("degree") or "",
            mobile=values.get("mobile") or "",
            email=values.get("email") or "",
        ),
        employer=values["employer"],
        employer_code=uscc.normalised(values.get("employer_code") or ""),
        position=values.get("position") or "",
        basis=values["basis"],
    )


def examine(*, reading: Reading, lock: bool = False) -> Examination:
    """What each row would do; codes that no organisation has."""
    entries = [entry(row) for row in reading.rows]
    experts = Expert.objects.filter(private__mobile__in=[one.particulars.mobile for one in entries])
    if lock:
        experts = experts.select_for_update(of=("self",))
    known = {one.private.mobile: one for one in experts.select_related("private").order_by("pk")}
    codes = {one.employer_code for one in entries if one.employer_code}
    there = set(Organisation.objects.filter(code__in=codes).values_list("code", flat=True))
    examination = Examination()
    for row, one in zip(reading.rows, entries, strict=True):
        if one.employer_code and one.employer_code not in there:
            kept = len(reading.findings)
            complaint = Complaint(
                gettext_noop(
                    "No organisation on record has this code. Leave the cell empty and write the name."
                )
            )
            examination.findings.append(reading.complain(FORM, row.number, "employer_code", complaint))
            del reading.findings[kept:]
            continue
        existing = known.get(one.particulars.mobile)
        act: Act = (
            "same" if existing is not None and one.is_on_record(existing) else "change" if existing else "new"
        )
        examination.outcomes.append(
            Outcome(row.number, act, one.particulars.mobile[-4:], one.particulars.name)
        )
    return examination


def apply(
    *, acting_user: Any, rows: Sequence[Row], source: Source, progress: Callable[[int, int], None]
) -> int:
    """Hand the rows to the verb."""
    return bring_in_experts(
        acting_user=acting_user,
        entries=[entry(row) for row in rows],
        file_name=source.name,
        sha256=source.sha256,
        progress=progress,
    )


register(
    Import(
        slug="experts",
        form=FORM,
        title=gettext_lazy("Bring in experts"),
        lead=gettext_lazy(
            "From the office's own list; the rows are admitted to the pool on the basis that each names."
        ),
        permission="experts.import",
        examine=examine,
        apply=apply,
        back="experts:list",
        back_label=gettext_lazy("Experts"),
    )
)
