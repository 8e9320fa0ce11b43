"""An invented city, its plan as text and as a pack, and the people who work on it."""

import copy
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from tests.support import people

CITY = "990000"
PACK = "cn-990000-qinghe"
SLUG = "cn-990000-qinghe-green-plan"
ADDRESS = "qinghe-plan"
TEXT = """青禾市绿色技术创新三年实施方案

（征求意见稿）

为加快绿色技术创新，结合我市实际，制定本方案。

一、总体要求

（一）主要目标。到2028年，培育绿色技术创新企业30家，建设绿色技术研究中心3至5个，力争绿色技术交易额年均增长超过20%。

二、重点任务

（二）培育创新主体。对首次认定的绿色技术创新企业，给予不超过50万元的一次性奖励。（牵头单位：市科技局；配合单位：市财政局）

（三）建设交易市场。到2027年，建设绿色技术交易场所1个。（责任单位：市市场监管局）

三、保障措施

（四）加强组织领导。各区县要明确分工，抓好落实。
"""
"""Read to four targets, one rule and three bodies."""
OTHER_TEXT = (
    TEXT.replace("30家", "40家").replace("加强组织领导", "强化组织领导").replace("（征求意见稿）\n\n", "")
)
"""The final text: a number and a heading differ."""


def two(text: str) -> dict[str, str]:
    """A text in both languages."""
    return {"zh": text, "en": f"English of {text}"}


PLAN: dict[str, Any] = {
    "plan": {
        "slug": "green-plan",
        "title": "青禾市绿色技术创新三年实施方案",
        "title_en": "Three-Year Plan of Qinghe",
        "stage": "draft_for_comment",
        "territory": CITY,
        "source": {"name": "青禾市人民政府网站"},
        "base_year": 2025,
        "horizon": 2028,
        "summary": two("概要"),
        "chapters": [
            {"number": 1, "heading": "总体要求"},
            {"number": 2, "heading": "重点任务"},
            {"number": 3, "heading": "保障措施"},
        ],
        "articles": [
            {"number": 1, "chapter": 1, "heading": "主要目标", "summary": two("目标")},
            {
                "number": 2,
                "chapter": 2,
                "heading": "培育创新主体",
                "summary": two("主体"),
                "serves": [
                    {"part": "plans", "for": two("公开目标")},
                    {"part": "programmes", "for": two("认定企业")},
                ],
            },
            {"number": 3, "chapter": 2, "heading": "建设交易市场", "summary": two("市场")},
            {"number": 4, "chapter": 3, "heading": "加强组织领导", "summary": two("组织")},
        ],
        "quantities": [
            {
                "id": "firms",
                "article": 1,
                "kind": "target",
                "quote": "培育绿色技术创新企业30家",
                "indicator": "绿色技术创新企业",
                "indicator_en": "Green firms",
                "comparator": "eq",
                "value": "30",
                "unit": "家",
                "unit_en": "firms",
                "deadline": "2028",
                "strength": "firm",
                "measure": {"name": "reported.latest", "with": {"indicator": "firms"}},
            },
            {
                "id": "centres",
                "article": 1,
                "kind": "target",
                "quote": "建设绿色技术研究中心3至5个",
                "indicator": "绿色技术研究中心",
                "indicator_en": "Research centres",
                "comparator": "range",
                "value": "3",
                "upper": "5",
                "unit": "个",
                "unit_en": "centres",
                "deadline": "2025",
                "strength": "firm",
                "measure": {"name": "reported.latest", "with": {"indicator": "centres"}},
            },
            {
                "id": "growth",
                "article": 1,
                "kind": "target",
                "quote": "绿色技术交易额年均增长超过20%",
                "indicator": "绿色技术交易额",
                "indicator_en": "Deals",
                "comparator": "gt",
                "value": "20",
                "unit": "%",
                "deadline": "2028",
                "strength": "soft",
                "measure": {"name": "reported.growth", "with": {"indicator": "deals"}},
            },
            {
                "id": "grant",
                "article": 2,
                "kind": "rule",
                "quote": "给予不超过50万元",
                "indicator": "一次性奖励",
                "indicator_en": "Grant",
                "comparator": "le",
                "value": "50",
                "unit": "万元",
                "strength": "firm",
            },
        ],
        "bodies": [{"article": 2, "role": "lead", "name": "市科技局", "quote": "市科技局"}],
    }
}


def changed(**changes: Any) -> dict[str, Any]:
    """The plan of the pack with other values for some of its keys."""
    content = copy.deepcopy(PLAN)
    content["plan"] |= copy.deepcopy(changes)
    return content


def write_plan(directory: Path, content: dict[str, Any] = PLAN) -> Path:
    """The plan's file in a pack below `directory`."""
    path = directory / PACK / "plans" / "green-plan.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def pack(directory: Path) -> Any:
    """The pack below `directory`."""
    from qinglan.kernel.rulebook.packs import Manifest, Pack

    manifest = Manifest.model_validate({"pack": PACK, "name": two("青禾市"), "territory": CITY})
    return Pack(directory / PACK, manifest)


def make_city() -> Any:
    """The city's territory and its three indicators."""
    from qinglan.kernel.codes.models import Territory
    from qinglan.kernel.measures.models import Indicator

    city = Territory.objects.create(
        code=CITY, name_zh="青禾市", name_en="Qinghe", pinyin="qinghe", kind="prefecture"
    )
    for slug, unit in (("firms", "家"), ("centres", "个"), ("deals", "万元")):
        Indicator.objects.create(
            pack=PACK,
            territory=city,
            slug=slug,
            name_zh=slug,
            name_en=slug,
            definition_zh=slug,
            definition_en=slug,
            unit=unit,
            subject="none",
            period="year",
            kind="amount",
            form_number="QH-1",
            confidentiality="public",
        )
    return city


def person(name: str, *roles: str) -> Any:
    """An account that holds `roles`; it can't log in with a password."""
    from qinglan.parties.models import User

    user = User.objects.create(username=name, display_name=name.title(), password="!")
    for role in roles:
        people.assign(user, role)
    return user


def take_in_plan(
    officer: Any, city: Any, text: str = TEXT, *, slug: str = ADDRESS, stage: str = "final"
) -> Any:
    """A version that is being confirmed, read from `text`."""
    from qinglan.plans.domain.plan import open_plan
    from qinglan.plans.domain.reading import take_in
    from qinglan.plans.models import Plan
    from qinglan.plans.reader import read_text

    plan = Plan.objects.filter(slug=slug).first() or open_plan(
        acting_user=officer, slug=slug, title="青禾市方案", territory=city, pack=PACK
    )
    return take_in(
        acting_user=officer,
        plan=plan,
        reading=read_text(text, document="plan.txt"),
        stage=stage,
        file_name="plan.txt",
        base_year=2025,
    )


def decide_all(officer: Any, version: Any) -> None:
    """Confirm everything and link every target, so that the version can be published."""
    from qinglan.plans.domain.item import confirm_all, link_measure

    confirm_all(acting_user=officer, version=version)
    for target in version.quantities.filter(kind="target"):
        link_measure(
            acting_user=officer,
            target=target,
            measure="reported.latest",
            parameters={"indicator": "firms"},
            seen_revision=target.revision,
        )


def publish(officer: Any, version: Any) -> Any:
    """Decide on everything and publish."""
    from qinglan.plans.domain.version import publish_version

    decide_all(officer, version)
    version.refresh_from_db()
    return publish_version(
        acting_user=officer, version=version, seen_revision=version.revision, checks=checks()
    )


def checks() -> Any:
    """The checks before publication, as an officer states them."""
    from datetime import date

    from qinglan.kernel.disclosure.domain import Check
    from qinglan.plans.domain.clearance import Checks

    check = Check("保密员（演示）", date(2026, 9, 28), "保密审查表第1号")
    return Checks(check, check)


def content(**changes: Any) -> Any:
    """What an official writes about an item of article 1."""
    from qinglan.plans.domain.item import Content

    said = {
        "kind": "target",
        "quote": "培育绿色技术创新企业30家",
        "indicator": "绿色技术创新企业",
        "action": "培育",
        "comparator": "ge",
        "value": Decimal(30),
        "upper": None,
        "unit": "家",
        "per": "",
        "deadline": "2028",
        "strength": "firm",
    }
    return Content(**(said | changes))
