"""The roster as a spreadsheet: its columns, and how its rows become particulars."""

from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, pgettext

from qinglan.kernel.codes import uscc
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.sheets.complaint import Complaint
from qinglan.kernel.sheets.form import Choice, Column, SheetForm, Words
from qinglan.kernel.sheets.imports import Examination, Import, Outcome, Source, register
from qinglan.kernel.sheets.reading import Reading, Row
from qinglan.parties.domain.organisation import CONTACT_FIELDS, Particulars
from qinglan.parties.domain.organisation_roster import Match, current, match_entries, preload_organisations
from qinglan.parties.models.organisation import Organisation, OrganisationContact
from qinglan.parties.models.organisation_kind import OrganisationKind
from qinglan.parties.organisation_codes import is_industry, is_local
from qinglan.parties.organisation_search import core_of
from qinglan.parties.public_text import number_in

_KINDS_ZH = {
    OrganisationKind.ENTERPRISE: "企业", OrganisationKind.UNIVERSITY: "高等院校", OrganisationKind.INSTITUTE: "科研院所",
    OrganisationKind.VOCATIONAL_COLLEGE: "职业院校", OrganisationKind.DEPARTMENT: "政府部门",
    OrganisationKind.DISTRICT: "区县主管部门", OrganisationKind.PARK: "园区管委会", OrganisationKind.BASE: "基地平台",
    OrganisationKind.EXCHANGE: "交易机构", OrganisationKind.EXCHANGE_BRANCH: "交易机构分支",
    OrganisationKind.INTERMEDIARY: "技术转移（中介）机构", OrganisationKind.REGISTRAR: "技术合同登记机构",
    OrganisationKind.BANK: "银行", OrganisationKind.GUARANTOR: "担保机构", OrganisationKind.INSURER: "保险机构",
    OrganisationKind.FUND: "投资基金", OrganisationKind.CERTIFIER: "认证（评价）机构",
    OrganisationKind.LABORATORY: "检验检测机构", OrganisationKind.PURCHASER_AGENT: "采购代理机构",
    OrganisationKind.ALLIANCE: "创新联盟", OrganisationKind.CONSORTIUM: "创新联合体",
    OrganisationKind.ASSOCIATION: "行业协会", OrganisationKind.MEDIA: "媒体",
}  # fmt: skip
"""As an office writes them, whatever the language of the page."""
_BAD_CODE = {
    "length": gettext_noop("A unified social credit code has 18 characters."),
    "characters": gettext_noop("The code holds characters that no such code has (I, O, S, V, Z or signs)."),
    "check_character": gettext_noop("The check character does not fit: one character is mistyped."),
}
_INTERNAL = Words("联系信息（仅内部）", "Contact (internal)")


def _check_code(value: Any) -> Complaint | None:
    if not value or is_local(str(value)):
        return None
    try:
        uscc.validated(value)
    except uscc.BadCode as bad:
        return Complaint(_BAD_CODE[bad.reason])
    return None


def _check_industry(value: Any) -> Complaint | None:
    if not value or is_industry(value):
        return None
    return Complaint(gettext_noop("Write the section of GB/T 4754 and its digits, such as C35."))


def _check_public(value: Any) -> Complaint | None:
    if masked := number_in(str(value or "")):
        text = gettext_noop("An identity or bank card number ({number}) must not stand here.")
        return Complaint(text, {"number": masked})
    return None


def _kinds() -> list[Choice]:
    return [Choice(kind.value, Words(_KINDS_ZH[kind], _english(kind))) for kind in OrganisationKind]


def _english(kind: OrganisationKind) -> str:
    from django.utils import translation  # noqa: PLC0415 - only here

    with translation.override("en"):
        return str(kind.label)


def _territories() -> list[Choice]:
    rows = list(Territory.objects.order_by("code"))
    twice = {name for name, n in Counter(row.name_zh for row in rows).items() if n > 1}
    return [
        Choice(
            row.code,
            Words(
                f"{row.name_zh}（{row.code}）" if row.name_zh in twice else row.name_zh,
                f"{row.name_en} ({row.code})" if row.name_zh in twice else row.name_en,
            ),
        )
        for row in rows
    ]


FORM = SheetForm(
    title=Words("单位名录登记表", "Roster of organisations"),
    key="code",
    columns=(
        Column("name", Words("单位名称", "Name"), required=True, longest=120, check=_check_public, example="某某环保科技（示例）有限公司", aliases=("企业名称", "单位全称", "名称")),
        Column("code", Words("统一社会信用代码", "Unified social credit code"), "code", longest=18, check=_check_code, example="91500117DEM000014Y", aliases=("信用代码", "社会信用代码"), hint=Words("18 位；没有法人资格的内设单位、联盟可留空，由系统编本地代码。", "18 characters; internal units and alliances without a legal person may leave it empty and get a local code.")),
        Column("kind", Words("单位类型", "Kind"), "choice", required=True, choices=_kinds, example="企业"),
        Column("territory", Words("所在区域", "Territory"), "choice", required=True, choices=_territories, example="", aliases=("区县", "所在区县", "所属区县"), hint=Words("填区县、功能区的名称或代码。", "Name or code of the district or zone.")),
        Column("industry", Words("行业代码", "Industry code"), longest=5, check=_check_industry, example="C35", aliases=("国民经济行业代码",), hint=Words("GB/T 4754 门类字母，可加 2 至 4 位数字。", "Section of GB/T 4754, with two to four digits where known.")),
        Column("address", Words("地址", "Address"), check=_check_public, example="某某路 1 号", aliases=("注册地址", "单位地址", "通讯地址")),
        Column("registered_capital", Words("注册资本", "Registered capital"), "money", example="1000"),
        Column("registered_on", Words("成立日期", "Date of registration"), "date", example="2015-06-01", aliases=("注册日期", "成立时间")),
        Column("legal_representative", Words("法定代表人", "Legal representative"), longest=60, example="张某", aliases=("法人代表", "负责人"), group=_INTERNAL),
        Column("contact_name", Words("联系人", "Contact person"), longest=60, example="李某", group=_INTERNAL),
        Column("contact_mobile", Words("手机号码", "Mobile number"), "mobile", example="13800000000", aliases=("联系电话", "手机", "联系人手机"), group=_INTERNAL, hint=Words("认领时向这个号码发送验证码。", "The code to claim the organisation is sent to this number.")),
    ),
    notes=(
        Words("同一代码再次导入时只更新未被认领、未核验的单位；空格不覆盖已有内容。", "Brought in again, a row changes an organisation only while nobody has claimed or verified it; an empty cell overwrites nothing."),
        Words("联系信息是个人信息，只给单位成员和经办人员看。", "Contacts are personal data, shown to members and officers only."),
    ),
)  # fmt: skip


def particulars(row: Row) -> Particulars:
    """The row as the verb takes it."""
    values = {name: value for name, value in row.values.items() if name != "territory"}
    code = values.pop("code", "") or ""
    return Particulars(
        territory=Territory(code=row.values["territory"]),
        code=code if is_local(code) else uscc.normalised(code),
        **values,
    )


def examine(*, reading: Reading, lock: bool = False) -> Examination:
    """What each row would do; the faults that only the data show."""
    names = dict(Territory.objects.values_list("code", "name_zh"))
    entries = [particulars(row) for row in reading.rows]
    matches = match_entries(entries, lock=lock)
    close = _similar([match.entry for match in matches if match.existing is None])
    examination = Examination()
    seen: dict[str, int] = {}
    for row, match in zip(reading.rows, matches, strict=True):
        complaint, field = match.complaint, match.field
        if not match.entry.code:
            if match.entry.name in seen:
                text = gettext_noop("“{value}” stands already in row {row}.")
                complaint = Complaint(text, {"value": match.entry.name, "row": str(seen[match.entry.name])})
                field = "name"
            seen.setdefault(match.entry.name, row.number)
        if complaint is not None:
            kept = len(reading.findings)
            examination.findings.append(reading.complain(FORM, row.number, field, complaint))
            del reading.findings[kept:]
            continue
        examination.outcomes.append(_outcome(row.number, match, close, names))
    return examination


def apply(
    *, acting_user: Any, rows: Sequence[Row], source: Source, progress: Callable[[int, int], None]
) -> int:
    """Hand the rows to the verb."""
    return preload_organisations(
        acting_user=acting_user,
        entries=[particulars(row) for row in rows],
        file_name=source.name,
        sha256=source.sha256,
        progress=progress,
    )


def _similar(entries: Sequence[Particulars]) -> dict[str, str]:
    cores = {core_of(entry.name) for entry in entries}
    rows = Organisation.objects.filter(name_core__in=sorted(cores), ended_on__isnull=True)
    return {row.name_core: f"{row.name} ({row.code})" for row in rows.order_by("pk")} if cores else {}


def _outcome(number: int, match: Match, close: dict[str, str], names: dict[str, str]) -> Outcome:
    entry = match.entry
    if match.existing is None:
        other = close.get(core_of(entry.name))
        notes = (_("a similar name is on record: {other}").format(other=other),) if other else ()
        return Outcome(number, "new", entry.code or entry.name, entry.name, notes)
    changes = tuple(_change_words(match.existing, entry, name, names) for name in match.changed)
    return Outcome(number, "change" if changes else "same", match.existing.code, entry.name, changes)


def _change_words(existing: Organisation, entry: Particulars, name: str, names: dict[str, str]) -> str:
    model = OrganisationContact if name in CONTACT_FIELDS else Organisation
    label = str(getattr(model._meta.get_field(name), "verbose_name", name))
    old, new = current(existing, name), getattr(entry, name)
    if name == "territory":
        old, new = old.name_zh, names[new.code]
    elif name == "kind":
        old, new = OrganisationKind(old).label, OrganisationKind(new).label
    elif name == "registered_capital":
        old, new = (
            f"{Decimal(value) / 1_000_000:f}万元" if value is not None else "—" for value in (old, new)
        )
    return label + pgettext("label", ": ") + f"{old if old not in ('', None) else '—'} → {new}"


register(
    Import(
        slug="organisations",
        form=FORM,
        title=gettext_lazy("Bring in a roster of organisations"),
        lead=gettext_lazy(
            "Preload organisations from a spreadsheet; each is then claimed by its contact person with a code and a mobile number."
        ),
        permission="organisations.preload",
        examine=examine,
        apply=apply,
        back="organisations:list",
        back_label=gettext_lazy("Directory of organisations"),
    )
)
