"""A version of a plan as an official paper: its targets as 公布, 公示 or 征求意见函."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.utils import translation
from django.utils.translation import gettext as _

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents.domain.paper import draft_paper
from qinglan.kernel.documents.models import Paper, PaperState
from qinglan.kernel.documents.official.content import Heading, PaperContent, Paragraph, Table
from qinglan.plans import words
from qinglan.plans.models import Decision, Quantity, QuantityKind, Strength, Version, VersionState

Kind = Literal["promulgation", "public_notice", "consultation"]
KINDS: tuple[Kind, ...] = ("promulgation", "public_notice", "consultation")


@dataclass(frozen=True)
class Wording:
    """What the officer adds: who issues the paper to whom, when, for how long, and whom to ask."""

    issuer: str
    addressee: str = ""
    day: date | None = None
    first_day: date | None = None
    last_day: date | None = None
    contact: str = ""


def compose(version: Version, kind: Kind, wording: Wording) -> PaperContent:
    """The paper: what it is about, the table of targets, what readers can do. Always in Chinese.

    A public notice and a request for comments need both days of their period (Impossible).
    """
    plan = f"《{version.title}》"
    with translation.override("zh-hans"):
        table = _table(version)
    if kind != "promulgation" and not (wording.first_day and wording.last_day):
        raise Impossible(_("Say from which day to which day it can be commented on."), field="last_day")
    if wording.first_day and wording.last_day and wording.last_day < wording.first_day:
        raise Impossible(_("The period ends before it begins."), field="last_day")
    title, opening, closing = _words(plan, kind, wording)
    blocks: tuple[Heading | Paragraph | Table, ...] = (
        Paragraph(text=opening),
        Heading(text="一、目标"),
        table,
        Heading(text="二、有关事项"),
        *(Paragraph(text=text) for text in closing),
    )
    return PaperContent(
        kind=kind,
        issuer=wording.issuer,
        title=title,
        addressee=wording.addressee,
        blocks=blocks,
        day=wording.day,
        contact=wording.contact,
        printed_by=wording.issuer,
    )


def draft_plan_paper(*, acting_user: Any, version: Version, kind: Kind, wording: Wording) -> Paper:
    """Draft the paper of a published version.

    Raises PermissionRefused; Impossible for a version that is not published, a missing period or a
    character that can't be printed.
    """
    if version.state != VersionState.PUBLISHED:
        raise Impossible(_("Only a published version leaves as a paper. Publish it first."))
    return draft_paper(
        acting_user=acting_user,
        content=compose(version, kind, wording),
        subject=f"plans.version:{version.pk}",
        subject_url=f"{version.plan.get_absolute_url()}?version={version.number}",
    )


def papers_of(version: Version) -> list[Paper]:
    """The papers drafted about a version, newest first, without those that were discarded."""
    about = Paper.objects.filter(subject=f"plans.version:{version.pk}")
    return list(about.exclude(state=PaperState.DISCARDED).order_by("-drafted_at", "-pk"))


def _table(version: Version) -> Table:
    targets = (
        version.quantities.filter(kind=QuantityKind.TARGET)
        .exclude(decision=Decision.DROPPED)
        .select_related("article")
        .order_by("article__number", "position", "id")
    )
    rows = tuple(_row(place, target) for place, target in enumerate(targets, 1))
    if not rows:
        raise Impossible(_("This plan sets no targets in numbers, so there is nothing to put into a table."))
    return Table(
        headings=("序号", "目标", "目标值", "期限", "条款", "性质"), rows=rows, widths=(2, 8, 4, 3, 3, 3)
    )


def _row(place: int, target: Quantity) -> tuple[str, ...]:
    strength = "约束性" if target.strength == Strength.FIRM else "引导性"
    article = f"第{target.article.number}条" if target.article.number else "序言"
    return (
        str(place),
        target.indicator,
        words.asked(target),
        target.deadline or "—",
        article,
        strength,
    )


def _words(plan: str, kind: Kind, wording: Wording) -> tuple[str, str, list[str]]:
    period = f"{_day(wording.first_day)}至{_day(wording.last_day)}"
    if kind == "promulgation":
        return (
            f"关于公布{plan}目标的通知",
            f"现将{plan}确定的目标予以公布，请结合职责抓好落实。",
            ["各项目标的进展在市绿色技术创新综合服务平台公开，口径以平台公布的统计指标为准。"],
        )
    if kind == "public_notice":
        return (
            f"关于{plan}目标的公示",
            f"现将{plan}确定的目标予以公示，公示时间为{period}。",
            [
                "对公示内容有异议的，请在公示期内以书面形式反映，写明事由和依据。",
                "单位反映的请加盖公章，个人反映的请署真实姓名并留下联系方式；反映人信息依法保密。",
            ],
        )
    return (
        f"关于征求对{plan}目标意见的函",
        f"现就{plan}确定的目标征求意见，征求意见时间为{period}。",
        ["请于截止日前书面反馈修改意见及理由；无意见的也请反馈。逾期未反馈的，另行联系确认。"],
    )


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
