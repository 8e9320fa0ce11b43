"""Brokers as a spreadsheet: the columns, and how rows become records."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy, gettext_noop

from qinglan.kernel.codes import uscc
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.sheets.complaint import Complaint
from qinglan.kernel.sheets.form import Choice, Column, SheetForm, Words
from qinglan.kernel.sheets.imports import Examination, Import, Outcome, Source, register
from qinglan.kernel.sheets.reading import Reading, Row
from qinglan.parties.domain.broker import BrokerParticulars
from qinglan.parties.domain.broker_roster import BrokerEntry, bring_in_brokers
from qinglan.parties.expert_sheet import check_fields, check_public, fields_in, split
from qinglan.parties.models.broker import Broker, BrokerLevel
from qinglan.parties.models.organisation import Organisation

_LEVELS = {
    BrokerLevel.JUNIOR: ("初级", "junior"),
    BrokerLevel.INTERMEDIATE: ("中级", "intermediate"),
    BrokerLevel.SENIOR: ("高级", "senior"),
}


def _levels() -> list[Choice]:
    return [Choice(level.value, Words(*words)) for level, words in _LEVELS.items()]


def _check_hours(value: Any) -> Complaint | None:
    if value and not str(value).strip().isdecimal():
        return Complaint(gettext_noop("Write a whole number of hours."))
    return None


def _check_territories(value: Any) -> Complaint | None:
    unknown = [word for word in split(str(value or "")) if word not in _territories()]
    return (
        Complaint(gettext_noop("Unknown territory: {words}."), {"words": "、".join(unknown)})
        if unknown
        else None
    )


def _territories() -> dict[str, Territory]:
    found: dict[str, Territory] = {}
    for row in Territory.objects.all():
        found |= {row.code: row, row.name_zh: row, row.name_en: row}
    return found


FORM = SheetForm(
    title=Words("技术经理人（技术经纪人）登记表", "Roster of technology brokers"),
    key="certificate_number",
    columns=(
        Column("name", Words("姓名", "Name"), required=True, longest=60, example="周某（示例）", check=check_public),
        Column("certificate_number", Words("证书编号", "Certificate number"), required=True, longest=60, example="示例-0001", check=check_public, aliases=("证书号",)),
        Column("certificate_issuer", Words("发证机构", "Issued by"), required=True, longest=120, example="某某技术市场协会（示例）"),
        Column("level", Words("等级", "Level"), "choice", required=True, choices=_levels, example="初级"),
        Column("training_hours", Words("培训学时", "Training hours"), longest=6, check=_check_hours, example="80"),
        Column("valid_from", Words("发证日期", "Valid from"), "date", required=True, example="2026-01-05"),
        Column("valid_to", Words("有效期至", "Valid to"), "date", example="2029-01-04"),
        Column("agency_code", Words("所属机构信用代码", "Code of the agency"), "code", longest=18, example=""),
        Column("territories", Words("服务区域", "Territories"), longest=200, check=_check_territories, example=""),
        Column("fields", Words("服务领域", "Fields"), longest=400, check=check_fields, example="节能环保"),
        Column("mobile", Words("手机号码", "Mobile number"), "mobile", example="13800000000", hint=Words("只给经办人员看。", "Shown to officers only.")),
        Column("basis", Words("登记依据", "Basis"), required=True, longest=300, example="培训结业名单 1 号"),
    ),
)  # fmt: skip


def entry(row: Row) -> BrokerEntry:
    """The row as the verb takes it."""
    values, known = row.values, _territories()
    return BrokerEntry(
        particulars=BrokerParticulars(
            fields=fields_in(values.get("fields") or "")[0],
            territories=[known[word] for word in split(values.get("territories") or "")],
            training_hours=int(str(values.get("training_hours") or "0")),
            valid_to=values.get("valid_to"),
            mobile=values.get("mobile") or "",
            **{
                name: values[name]
                for name in ("name", "certificate_number", "certificate_issuer", "level", "valid_from")
            },
        ),
        agency_code=uscc.normalised(values.get("agency_code") or ""),
        basis=values["basis"],
    )


def examine(*, reading: Reading, lock: bool = False) -> Examination:
    """What each row would do; codes that no organisation has."""
    entries = [entry(row) for row in reading.rows]
    numbers = [one.particulars.certificate_number for one in entries]
    brokers = Broker.objects.filter(certificate_number__in=numbers)
    if lock:
        brokers = brokers.select_for_update(of=("self",))
    known = {(one.certificate_issuer, one.certificate_number) for one in brokers.order_by("pk")}
    codes = {one.agency_code for one in entries if one.agency_code}
    there = set(Organisation.objects.filter(code__in=codes).values_list("code", flat=True))
    examination = Examination()
    for row, one in zip(reading.rows, entries, strict=True):
        if one.agency_code and one.agency_code not in there:
            kept = len(reading.findings)
            complaint = Complaint(gettext_noop("No organisation on record has this code."))
            examination.findings.append(reading.complain(FORM, row.number, "agency_code", complaint))
            del reading.findings[kept:]
            continue
        key = (one.particulars.certificate_issuer, one.particulars.certificate_number)
        examination.outcomes.append(
            Outcome(row.number, "same" if key in known else "new", key[1], one.particulars.name)
        )
    return examination


def apply(
    *, acting_user: Any, rows: Sequence[Row], source: Source, progress: Callable[[int, int], None]
) -> int:
    """Hand the rows to the verb."""
    return bring_in_brokers(
        acting_user=acting_user,
        entries=[entry(row) for row in rows],
        file_name=source.name,
        sha256=source.sha256,
        progress=progress,
    )


register(
    Import(
        slug="brokers",
        form=FORM,
        title=gettext_lazy("Bring in brokers"),
        lead=gettext_lazy(
            "From a list of certificates; the rows go on the public list on the basis that each names."
        ),
        permission="brokers.import",
        examine=examine,
        apply=apply,
        back="brokers:list",
        back_label=gettext_lazy("Technology brokers"),
    )
)
