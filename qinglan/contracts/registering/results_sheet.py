"""What the national system registered, as a spreadsheet: its columns, and how its rows become results."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, pgettext

from qinglan.contracts.domain.registration_import import Match, Result, import_results, match_results
from qinglan.contracts.models import Registration
from qinglan.contracts.registering.number_pattern import PRECHECK, fits
from qinglan.contracts.registering.pack import registration
from qinglan.kernel import clock
from qinglan.kernel.codes import lists
from qinglan.kernel.codes.checks import is_uscc
from qinglan.kernel.sheets.complaint import Complaint
from qinglan.kernel.sheets.form import Check, Choice, Column, SheetForm, Words
from qinglan.kernel.sheets.imports import Examination, Import, Outcome, Source, register
from qinglan.kernel.sheets.reading import Reading, Row
from qinglan.kernel.web.money import money

_YES = {
    "yes": (Words("是", "yes"), ("y", "1", "true", "√", "有", "关联", "关联交易")),
    "no": (Words("否", "no"), ("n", "0", "false", "×", "无", "非关联", "非关联交易")),
}
_ALSO: dict[str, dict[str, tuple[str, ...]]] = {
    "payment_mode": {"once": ("一次总付", "一次性支付", "一次付清"), "instalments": ("分期", "一次总付分期支付")},
    "country": {"142": ("中华人民共和国", "CN", "CHN", "中国大陆")},
    "form": {"service": ("技术服务",), "patent_licence": ("专利实施许可转让",), "commissioned_development": ("委托技术开发",), "joint_development": ("合作技术开发",)},
    "ip_kind": {"none": ("未涉及", "不涉及", "无")},
}  # fmt: skip
"""Words of older forms and of other systems, by list and code."""


def _listed(name: str) -> Callable[[], list[Choice]]:
    def choices() -> list[Choice]:
        also = _ALSO.get(name, {})
        return [
            Choice(
                one.code,
                Words(one.name.zh, one.name.en),
                also=(*also.get(one.code, ()), *_finer(name, one.code)),
            )
            for one in registration().lists[name].codes
        ]

    return choices


def _finer(name: str, code: str) -> tuple[str, ...]:
    """The codes that the form of registration has below a type of public bodies: 0221 法人, 0222 分支机构."""
    return (f"{code}1", f"{code}2") if name == "party_type" and code.startswith("0") else ()


def _forms() -> list[Choice]:
    """The sub-kinds, and the kinds above them: some exports say no more than 技术开发."""
    found = _listed("form")()
    known = {one.value for one in found}
    kinds = (one for one in registration().lists["kind"].codes if one.code not in known)
    above = [Choice(one.code, Words(one.name.zh, one.name.en), listed=False) for one in kinds]
    return [*found, *above]


def _yes_no() -> list[Choice]:
    return [Choice(value, words, also=also) for value, (words, also) in _YES.items()]


def _six_digits(text: str) -> str:
    """The division of a text that names its place too, or goes down to the village."""
    found = re.match(r"(\d{6})(?:0{3}|0{6}|\D.*)?\Z", text.strip())
    return found[1] if found else text


def _section(text: str) -> str:
    """The letter of an industry written by its whole code: C26, C2614 化学原料."""
    found = re.match(r"([A-T])\d{2,4}(?!\d)", text.strip().upper())
    return found[1] if found else text


def _number(value: Any) -> Complaint | None:
    text = str(value or "").upper()
    if PRECHECK.match(text) or text.startswith("YS"):
        return Complaint(gettext_noop("This is a pre-check number of this system and no registration."))
    if not any(fits(one.template, text) for one in registration().numbers):
        return Complaint(
            gettext_noop("No registration office has numbers of this kind; compare with the certificate.")
        )
    return None


def _code(value: Any) -> Complaint | None:
    if value and not is_uscc(str(value)):
        return Complaint(gettext_noop("The unified social credit code does not check."))
    return None


def _division(value: Any) -> Complaint | None:
    if value and not (str(value).isdecimal() and len(str(value)) == 6):
        return Complaint(gettext_noop("A division has six digits (GB/T 2260)."))
    return None


def _past() -> Check:
    today = clock.today()

    def check(value: Any) -> Complaint | None:
        return Complaint(gettext_noop("The day lies ahead.")) if value and value > today else None

    return check


FORM = SheetForm(
    title=Words("技术合同认定登记结果", "Registered technology contracts"),
    key="number",
    columns=(
        Column("number", Words("合同登记编号", "Registration number"), "code", required=True, longest=24, check=_number, example="2026500001000123", aliases=("登记编号", "认定登记编号", "合同登记号", "技术合同登记编号", "合同认定登记编号", "登记证明编号", "登记号", "技术合同编号", "合同编号")),
        Column("registered_on", Words("登记日期", "Registered on"), "date", required=True, check_now=_past, example="2026-03-02", aliases=("认定登记日期", "认定日期", "登记时间", "认定时间", "登记认定日期", "审核通过日期")),
        Column("ours", Words("本系统编号", "Number here"), longest=16, example="YS-2026-000001", aliases=("预审编号",), hint=Words("预审编号 YS-… 或合同编号 HT-…，用来对上这里已报的合同；没有就留空，看着像、其实是另一份合同的填“无”。", "Pre-check number YS-… or contract number HT-…, to find what was filed here; empty for all others, 无 where it only looks like one of them.")),
        Column("title", Words("项目名称", "Project"), required=True, example="某工艺节水技术许可", aliases=("合同名称", "技术合同名称", "合同项目名称", "技术合同项目名称")),
        Column("form", Words("合同类别", "Kind of contract"), "choice", required=True, choices=_forms, example="专利实施许可", aliases=("合同类型", "技术合同类别", "技术合同类型", "合同种类", "合同分类")),
        Column("form_detail", Words("合同小类", "Sub-kind of contract"), "choice", choices=_forms, aliases=("合同子类", "合同二级类别"), only_read=True),
        Column("amount", Words("合同成交额", "Contract value"), "money", required=True, example="200", aliases=("成交额", "合同成交总额", "合同交易总额", "成交金额", "合同成交金额", "合同总金额", "合同金额", "合同总额", "合同额", "交易总额", "合同总价款")),
        Column("technology_amount", Words("技术交易额", "Technology value"), "money", required=True, example="180", aliases=("技术交易金额", "其中技术交易额", "技术交易总额", "合同技术交易额")),
        Column("technology_income", Words("技术性收入", "Technology income"), "money", example="180", aliases=("技术收入", "技术性收入金额")),
        Column("signed_on", Words("签订日期", "Signed on"), "date", check_now=_past, example="2026-02-10", aliases=("签订时间", "合同签订日期", "合同签订时间", "签约日期", "签署日期")),
        Column("begins_on", Words("合同开始日期", "Begins on"), "date", example="2026-02-10", aliases=("合同起始日期", "合同起始时间", "合同开始时间", "起始日期", "开始日期", "合同生效日期", "有效期起")),
        Column("ends_on", Words("合同截止日期", "Ends on"), "date", example="2028-02-09", aliases=("合同截止时间", "合同结束日期", "合同终止日期", "截止日期", "结束日期", "有效期止")),
        Column("listed_on", Words("首次挂牌（发布）日期", "First offered on"), "date", example="2025-11-01"),
        Column("payment_mode", Words("支付方式", "Payment"), "choice", choices=_listed("payment_mode"), example="一次支付", aliases=("付款方式", "价款支付方式", "合同支付方式")),
        Column("pricing_way", Words("定价方式", "Way of pricing"), "choice", choices=_listed("pricing_way"), example="协议定价"),
        Column("is_related", Words("是否关联交易", "Related parties"), "choice", choices=_yes_no, example="否", aliases=("关联交易", "是否为关联交易", "是否属于关联交易")),
        Column("plan_source", Words("计划来源", "Plan source"), "choice", choices=_listed("plan_source"), example="计划外", aliases=("计划类别", "项目计划来源", "科技计划来源", "项目来源")),
        Column("ip_kind", Words("知识产权", "Intellectual property"), "choice", choices=_listed("ip_kind"), example="发明专利", aliases=("知识产权类型", "知识产权类别", "知识产权情况", "涉及知识产权")),
        Column("tech_field", Words("技术领域", "Field of technology"), "choice", choices=_listed("tech_field"), example="环境保护与资源综合利用", aliases=("所属技术领域", "合同技术领域")),
        Column("goal", Words("社会经济目标", "Social and economic goal"), "choice", choices=_listed("goal"), example="环境保护、生态建设及污染防治", aliases=("社会-经济目标", "社会经济目标分类")),
        Column("industry", Words("服务的国民经济行业", "Industry served"), "choice", choices=_listed("industry"), example="制造业", aliases=("服务国民经济行业", "国民经济行业", "应用的国民经济行业", "服务行业"), tidy=_section),
        Column("seller_name", Words("卖方名称", "Seller"), required=True, longest=120, example="某大学（示例）", aliases=("让与方", "受托方", "卖方单位名称", "卖方单位", "卖方", "转让方", "许可方", "出让方", "技术卖方", "让与方名称", "受托方名称", "转让方名称", "许可方名称", "出让方名称", "技术卖方名称")),
        Column("seller_code", Words("卖方统一社会信用代码", "Seller's code"), "code", longest=18, check=_code, example="", aliases=("卖方信用代码", "卖方社会信用代码", "卖方统一信用代码", "卖方机构代码", "卖方单位代码")),
        Column("seller_country", Words("卖方国别", "Seller's country"), "choice", choices=_listed("country"), example="中国", aliases=("卖方国别代码", "卖方国家", "卖方国别地区")),
        Column("seller_territory", Words("卖方行政区划", "Seller's division"), "code", check=_division, example="500106", aliases=("卖方区划", "卖方行政区划代码", "卖方区划代码", "卖方地区代码"), tidy=_six_digits),
        Column("seller_type", Words("卖方单位性质", "Seller's type"), "choice", choices=_listed("party_type"), example="事业法人（高等院校）", aliases=("卖方性质", "卖方类型", "卖方类别", "卖方法人类型", "卖方机构性质")),
        Column("buyer_name", Words("买方名称", "Buyer"), required=True, longest=120, example="某环保（示例）有限公司", aliases=("受让方", "委托方", "买方单位名称", "买方单位", "买方", "被许可方", "技术买方", "受让方名称", "委托方名称", "被许可方名称", "技术买方名称")),
        Column("buyer_code", Words("买方统一社会信用代码", "Buyer's code"), "code", longest=18, check=_code, example="", aliases=("买方信用代码", "买方社会信用代码", "买方统一信用代码", "买方机构代码", "买方单位代码")),
        Column("buyer_country", Words("买方国别", "Buyer's country"), "choice", choices=_listed("country"), example="中国", aliases=("买方国别代码", "买方国家", "买方国别地区")),
        Column("buyer_territory", Words("买方行政区划", "Buyer's division"), "code", check=_division, example="500115", aliases=("买方区划", "买方行政区划代码", "买方区划代码", "买方地区代码"), tidy=_six_digits),
        Column("buyer_type", Words("买方单位性质", "Buyer's type"), "choice", choices=_listed("party_type"), example="有限责任公司", aliases=("买方性质", "买方类型", "买方类别", "买方法人类型", "买方机构性质")),
        Column("broker_code", Words("技术经理人或中介机构代码", "Code of the broker"), "code", longest=60, example=""),
        Column("green_basis", Words("绿色依据", "Ground of the green tag"), "choice", choices=_listed("green_basis"), example="", hint=Words("填了就是确认为绿色技术合同，确认人是导入的人；目录条目请同时填目录代码。", "Filled in, it confirms the contract as green, by whoever brings it in; for the catalogue name its code too.")),
        Column("green_code", Words("绿色目录代码", "Code of the green catalogue"), "code", longest=24, example=""),
        Column("green_note", Words("绿色依据说明", "What shows it"), longest=300, example="", hint=Words("依据选“其他材料”时写明是什么材料。", "Where the ground is another document: which one.")),
    ),
    notes=(
        Words("同一登记编号再次导入时，金额以国家系统为准，与这里不同的记为差异。", "Brought in again, the values of the national system hold; what differs here is kept as a difference."),
        Words("一份合同只登记一次：本系统编号已有登记编号的，整份文件不导入。", "A contract is registered once: a number here that has one already stops the whole file."),
    ),
)  # fmt: skip


def result_of(row: Row) -> Result:
    """A row as the verb takes it."""
    values = {name: value for name, value in row.values.items() if value is not None}
    number = str(values.pop("number")).upper()
    ours = str(values.pop("ours", "") or "").upper()
    day = values.pop("registered_on")
    related = values.pop("is_related", "") or ""
    values["is_related"] = {"yes": True, "no": False}.get(related)
    values["form"] = values.pop("form_detail", "") or values.get("form", "")
    values["kind"] = _kind_of(values["form"])
    if values["form"] not in registration().codes_of("form"):
        values["form"] = ""
    return Result(number, day, values, ours, green=bool(values.get("green_basis")))


def examine(*, reading: Reading, lock: bool = False) -> Examination:
    """What each row would do; the faults that only the data show."""
    examination = Examination()
    sound = [row for row in reading.rows if not _faulty(reading, row, examination)]
    for row, match in zip(sound, match_results([result_of(row) for row in sound], lock=lock), strict=True):
        if match.complaint is not None:
            _complain(reading, examination, row.number, match.field, match.complaint)
        else:
            examination.outcomes.append(_outcome(row.number, match))
    return examination


def apply(
    *, acting_user: Any, rows: Sequence[Row], source: Source, progress: Callable[[int, int], None]
) -> int:
    """Hand the rows to the verb."""
    return import_results(
        acting_user=acting_user,
        results=[result_of(row) for row in rows],
        sha256=source.sha256,
        progress=progress,
    )


def _faulty(reading: Reading, row: Row, examination: Examination) -> bool:
    amount, technology = row.values.get("amount"), row.values.get("technology_amount")
    begins, ends = row.values.get("begins_on"), row.values.get("ends_on")
    faults: list[tuple[str, Complaint]] = []
    if amount is not None and amount <= 0:
        faults.append(("amount", Complaint(gettext_noop("The contract value is above zero."))))
    elif amount is not None and technology is not None and not 0 < technology <= amount:
        text = gettext_noop(
            "The technology value {technology} is not above zero and within the contract value {amount}."
        )
        values = {"technology": money(technology), "amount": money(amount)}
        faults.append(("technology_amount", Complaint(text, values)))
    signed, registered = row.values.get("signed_on"), row.values.get("registered_on")
    if signed is not None and registered is not None and signed > registered:
        text = gettext_noop("It was signed on {day}; a contract is registered afterwards.")
        faults.append(("signed_on", Complaint(text, {"day": signed})))
    if begins is not None and ends is not None and ends < begins:
        faults.append(("ends_on", Complaint(gettext_noop("The contract ends before it begins."))))
    faults += _green_faults(row.values)
    for key, complaint in faults:
        _complain(reading, examination, row.number, key, complaint)
    return bool(faults)


def _green_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, Complaint]]:
    """A ground that the row itself contradicts or doesn't show, as `registration_green` has it for a single one."""
    rule, basis, code = registration().green, values.get("green_basis"), values.get("green_code") or ""
    if basis == "catalogue" and not code:
        yield "green_code", Complaint(gettext_noop("Name the code of the green catalogue."))
    elif basis == "catalogue" and not lists.find(
        rule.family, code, values.get("registered_on") or clock.today()
    ):
        text = gettext_noop("“{code}” is no code of the green catalogue in force.")
        yield "green_code", Complaint(text, {"code": code})
    if basis == "field" and values.get("tech_field") not in rule.fields:
        text = gettext_noop("Its field of technology is not one of the green ones. Choose another ground.")
        yield "green_basis", Complaint(text)
    if basis == "goal" and values.get("goal") not in rule.goals:
        yield (
            "green_basis",
            Complaint(gettext_noop("Its goal is not one of the green ones. Choose another ground.")),
        )
    if basis == "other" and not values.get("green_note"):
        yield "green_note", Complaint(gettext_noop("Name the document that shows it."))


def _complain(reading: Reading, examination: Examination, row: int, key: str, complaint: Complaint) -> None:
    kept = len(reading.findings)
    examination.findings.append(reading.complain(FORM, row, key, complaint))
    del reading.findings[kept:]


def _outcome(number: int, match: Match) -> Outcome:
    one = match.result
    label = str(one.values.get("title", ""))
    if match.act == "same":
        return Outcome(number, "same", one.number, label)
    if match.act == "new":
        return Outcome(number, "new", one.number, label)
    assert match.row is not None
    notes = [_words(name, before, after) for name, (before, after) in match.differs.items()]
    if match.act == "registers":
        notes.insert(0, _("{ours} becomes registered").format(ours=one.ours))
    return Outcome(number, "change", one.number, label, tuple(notes))


def _words(name: str, before: Any, after: Any) -> str:
    label = str(Registration._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return label + pgettext("label", ": ") + f"{_read(name, before)} → {_read(name, after)}"


def _read(name: str, value: Any) -> str:
    if value in (None, ""):
        return "—"
    return money(value) if name in ("amount", "technology_amount") else str(value)


def _kind_of(form: str) -> str:
    return next((one.above for one in registration().lists["form"].codes if one.code == form), form)


register(
    Import(
        slug="registrations",
        form=FORM,
        title=gettext_lazy("Bring in what the national system registered"),
        lead=gettext_lazy(
            "Numbers, days and both values from the national system: what was filed here becomes registered, everything else is entered as a registration of its own."
        ),
        permission="contracts.import_registrations",
        examine=examine,
        apply=apply,
        back="contracts:registrations",
        back_label=gettext_lazy("Registrations of contracts"),
    )
)
