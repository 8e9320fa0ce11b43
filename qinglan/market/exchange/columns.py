"""The columns of files with technologies and needs: one table for import, export, template and documentation."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from qinglan.market.models import (
    Abroad,
    BudgetSource,
    ExportClass,
    IpArrangement,
    Mode,
    NeedKind,
    PriceKind,
)
from qinglan.market.models.listing import LANGUAGES

Kind = Literal["text", "level", "date", "money", "choice", "choices", "yes", "fields", "rows"]


@dataclass(frozen=True)
class Column:
    """One column: its key, its Chinese heading, what a cell becomes, and how long a text may be.

    `choices` maps what is stored to the Chinese word; both are understood. `money` is written in 万元.
    `choices`, ``fields`` and ``rows`` hold several, parted by ``；`` or ``;`` (a list in jsonl); a row of
    ``rows`` has its parts between ``|``. `part` says that it belongs to a table of its own.
    """

    key: str
    heading: str
    kind: Kind = "text"
    longest: int = 0
    choices: Mapping[str, str] | None = None
    part: bool = False
    hint: str = ""


_MODES = dict(
    zip(
        Mode.values,
        ("技术转让", "独占许可", "排他许可", "普通许可", "开放许可", "作价投资", "合作开发", "技术服务", "技术咨询", "先使用后付费", "合作设立企业"),
        strict=True,
    )
)  # fmt: skip
_LANGUAGES = dict(zip([code for code, _name in LANGUAGES], ("中文", "英语", "日语", "德语"), strict=True))
_ABROAD = dict(
    zip(Abroad.values, ("仅限境内", "境外合作方，境内使用", "境外合作方，可在境外使用"), strict=True)
)
_EXPORT = dict(zip(ExportClass.values, ("自由出口", "限制出口", "禁止出口"), strict=True))
_PRICES = dict(zip(PriceKind.values, ("一口价", "区间", "面议", "设保留价"), strict=True))
_NEEDS = dict(zip(NeedKind.values, ("技术难题", "技术求购", "寻求合作", "寻求服务"), strict=True))
_BUDGETS = dict(
    zip(BudgetSource.values, ("自有资金", "财政项目资金", "银行贷款", "多渠道", "未定"), strict=True)
)
_IP = dict(zip(IpArrangement.values, ("归需求方", "归解决方", "双方共有", "协商确定"), strict=True))

_HEAD = (
    Column("external_id", "来源编号", longest=120, hint="同一来源内唯一；再次导入时按它更新"),
    Column("owner_code", "权属单位代码", longest=18, hint="统一社会信用代码；留空用导入时指定的单位"),
    Column("title", "名称", longest=200),
    Column("title_en", "英文名称", longest=300),
    Column("summary", "简介", longest=500),
    Column("summary_en", "英文简介", longest=2000),
    Column("problem", "解决什么问题", longest=3000),
    Column("problem_en", "英文解决什么问题", longest=6000),
    Column("description", "描述", longest=10_000),
    Column("description_en", "英文描述", longest=20_000),
    Column("modes", "转化方式", "choices", choices=_MODES),
    Column("languages", "交流语言", "choices", choices=_LANGUAGES),
    Column("abroad", "境外合作", "choice", choices=_ABROAD),
    Column("territory", "区域", longest=16, hint="区划代码或名称；留空用单位所在区域"),
)
_TAIL = (
    Column("fields", "技术领域", "fields", part=True, hint="如 ipc:H01M10/0525；key-fields:1"),
    Column("contact_name", "联系人", longest=60, part=True),
    Column("contact_telephone", "联系电话", longest=30, part=True),
    Column("contact_email", "邮箱", longest=200, part=True),
    Column("secrecy_by", "保密审查人", longest=100),
    Column("secrecy_on", "保密审查日期", "date"),
    Column("secrecy_basis", "保密审查依据", longest=300),
    Column(
        "differs", "与相近记录的区别", longest=500, part=True, hint="直接发布时，与已有记录相近的行须写明"
    ),
)
TECHNOLOGY = (
    *_HEAD,
    Column("effect", "效果", longest=3000),
    Column("effect_en", "英文效果", longest=6000),
    Column("advantage", "优势", longest=3000),
    Column("advantage_en", "英文优势", longest=6000),
    Column("scope", "适用范围", longest=2000),
    Column("scope_en", "英文适用范围", longest=4000),
    Column("export_class", "技术出口类别", "choice", choices=_EXPORT),
    Column("export_basis", "技术出口类别依据", longest=300),
    Column("trl", "技术就绪度", "level"),
    Column("is_service_invention", "职务发明", "yes"),
    Column("project_name", "资助项目", longest=200),
    Column("project_number", "项目编号", longest=60),
    Column("price_kind", "价格方式", "choice", choices=_PRICES),
    Column("price_min", "价格（万元）", "money"),
    Column("price_max", "最高价（万元）", "money"),
    Column("registration_number", "成果登记号", longest=60),
    Column("registration_body", "登记机构", longest=120),
    Column("registered_on", "登记日期", "date"),
    Column("parameters", "关键参数", "rows", part=True, hint="名称|数值|单位|证据"),
    *_TAIL,
)
NEED = (
    *_HEAD,
    Column("kind", "需求类型", "choice", choices=_NEEDS),
    Column("deadline", "解决期限", "date"),
    Column("budget_min", "预算下限（万元）", "money"),
    Column("budget_max", "预算上限（万元）", "money"),
    Column("budget_source", "资金来源", "choice", choices=_BUDGETS),
    Column("ip_arrangement", "成果归属", "choice", choices=_IP),
    Column("ip_note", "归属说明", longest=300),
    Column("trl_wanted", "就绪度不低于", "level"),
    Column("is_anonymous", "匿名", "yes"),
    Column("alias", "对外称呼", longest=60),
    Column("indicators", "指标", "rows", part=True, hint="名称|现状值|目标值|单位"),
    *_TAIL,
)
COLUMNS: dict[str, tuple[Column, ...]] = {"technology": TECHNOLOGY, "need": NEED}


def by_name(side: str) -> dict[str, Column]:
    """Columns by key and by Chinese heading."""
    return {name: one for one in COLUMNS[side] for name in (one.key, one.heading)}
