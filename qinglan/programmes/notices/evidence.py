"""The evidence pack 公示证据包 of a notice: one PDF, always in Chinese; the same facts give the same bytes."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import translation

from qinglan.kernel.clock import SHANGHAI
from qinglan.kernel.documents import code
from qinglan.kernel.documents.typesetting import refuse_missing, typeset
from qinglan.kernel.events.canonical import encode
from qinglan.kernel.events.models import Event
from qinglan.kernel.periods.packs import national_calendar
from qinglan.kernel.web import demonstration
from qinglan.programmes.models import Notice, Objection, Ruling, SnapshotCause
from qinglan.programmes.notices.content import (
    closing_words,
    digest_of,
    entries_of,
    length_words,
    public_content,
    spaced,
)

CAUSES = {
    SnapshotCause.POSTED: "发布",
    SnapshotCause.HOURLY: "每小时",
    SnapshotCause.CHANGED: "变更",
    SnapshotCause.CLOSED: "期满",
}
OUTCOMES = {
    "": "公示中",
    "unopposed": "无异议，进入下一环节",
    "upheld": "异议成立，移出名单",
    "dropped": "不再列入",
}
STATES = {"posted": "公示中", "closed": "公示期满", "withdrawn": "已撤下"}
CHANGES = {"extended": "延长", "outage": "因系统中断延长", "added": "名单变更，重新计算"}
WEEKDAYS = "一二三四五六日"


def evidence_pack(notice: Notice) -> bytes:
    """The pack as PDF. Nobody who objected is named in it.

    Raises Impossible for a character that can't be printed, by name and place.
    """
    with translation.override("zh-hans"):
        groups = [
            _group("一、公示基本情况", facts=_facts(notice)),
            _days(notice),
            _list(notice),
            _objections(notice),
            _changes(notice),
            _snapshots(notice),
            _chain(notice),
        ]
    version = code.derived(encode(groups))
    data = {
        "title": "公示证据包",
        "author": notice.round.issuer,
        "subtitle": notice.title,
        "code": code.shown(version),
        "code_words": "版本码",
        "mark": demonstration.mark(),
        "groups": groups,
    }
    refuse_missing({group["title"]: _text(group) for group in groups})
    return typeset("evidence", data, day=_stamp(notice))


def counted_days(notice: Notice) -> list[tuple[date, str]]:
    """Every day from the one after which the period runs to the last, with how it counts."""
    calendar = national_calendar()
    found = [(notice.counted_from, "起始日，不计入")]
    day, number = notice.counted_from, 0
    while day < notice.last_day:
        day += timedelta(days=1)
        is_working = calendar.is_working(day)
        if notice.unit == "working_day" and not is_working:
            found.append((day, "非工作日，不计入"))
            continue
        number += 1
        if number <= notice.length or notice.unit not in ("day", "working_day"):
            found.append((day, f"第{number}日"))
        else:
            found.append((day, "期满日遇非工作日顺延或延长"))
    return found


def _facts(notice: Notice) -> list[list[str]]:
    paper = notice.paper
    return [
        ["公示标题", notice.title],
        ["发布单位", notice.round.issuer],
        ["所属计划", f"{notice.round.version.title_zh}　{notice.round.title}"],
        ["文号", paper.number if paper is not None and paper.number else "未编号"],
        ["发布时刻", _moment(notice.posted_at)],
        ["公示期", length_words(notice)],
        ["截止", f"{_day(notice.last_day)}{closing_words(notice)}（{_moment(notice.ends_at)}起不再受理）"],
        ["状态", STATES[notice.state] + (f"（{_moment(notice.closed_at)}）" if notice.closed_at else "")],
        *([["撤下原因", notice.withdrawal_reason]] if notice.withdrawal_reason else []),
        ["联系方式", notice.contact],
        ["当前公开内容摘要", spaced(digest_of(public_content(notice)))],
    ]


def _days(notice: Notice) -> dict[str, Any]:
    rows = [[_day(day), f"星期{WEEKDAYS[day.weekday()]}", counts] for day, counts in counted_days(notice)]
    return _group(
        "二、法定日期计算",
        ("日期", "星期", "计算"),
        (4, 2, 6),
        rows,
        note="民法典第二百零一条、第二百零三条：开始的当日不计入；最后一日是法定休假日的，顺延至其结束的次日；"
        "截止时间为二十四时，有业务时间的为停止业务活动的时间。",
    )


def _list(notice: Notice) -> dict[str, Any]:
    rows = [
        [str(one.place), one.name, one.subject or "—", one.territory, OUTCOMES[one.outcome]]
        for one in entries_of(notice)
    ]
    return _group("三、公示名单", ("序号", "单位", "申报内容", "区域", "结果"), (1, 5, 4, 2, 3), rows)


def _objections(notice: Notice) -> dict[str, Any]:
    rows = Objection.objects.filter(entry__notice=notice).select_related("entry").order_by("id")
    found = [
        [
            code.shown(one.number),
            str(one.entry.place),
            _moment(one.received_at),
            {"open": "核查中", "dismissed": "不成立", "upheld": "成立"}[one.state],
            _moment(one.ruled_at) if one.ruled_at else "—",
            _moment(one.answered_at) if one.answered_at else "—",
        ]
        for one in rows
    ]
    leads = notice.leads.count()
    upheld = sum(row[3] == "成立" for row in found)
    waiting = Objection.objects.filter(entry__notice=notice, state=Ruling.OPEN).count()
    return _group(
        "四、异议和线索",
        ("编号", "序号", "收到", "结论", "裁定", "答复"),
        (5, 1, 4, 2, 4, 4),
        found,
        facts=[
            ["异议件数", f"{len(found)}件，其中成立{upheld}件，核查中{waiting}件"],
            ["匿名线索", f"{leads}件，不影响公示进程"],
        ],
        note="异议人身份依法保密，不在本证据包中列出。",
    )


def _changes(notice: Notice) -> dict[str, Any]:
    rows = [
        [
            _moment(one.made_at),
            CHANGES[one.kind],
            _moment(one.from_moment),
            _moment(one.to_moment),
            one.reason,
        ]
        for one in notice.changes.order_by("id")
    ]
    return _group(
        "五、公示期间的变更",
        ("时刻", "事项", "原截止", "现截止", "原因"),
        (3, 3, 3, 3, 5),
        rows,
        note="" if rows else "无变更。",
    )


def _snapshots(notice: Notice) -> dict[str, Any]:
    rows = [
        [_moment(one.taken_at), CAUSES[SnapshotCause(one.cause)], str(one.entries), spaced(one.digest)]
        for one in notice.snapshots.order_by("taken_at", "id")
    ]
    return _group(
        "六、快照",
        ("时刻", "时机", "在列", "公开内容的SHA-256"),
        (3, 2, 1, 8),
        rows,
        note="公开内容按RFC 8785规范成字节后计算摘要；系统保存每个摘要对应的原文，任何人可重新计算。",
    )


def _chain(notice: Notice) -> dict[str, Any]:
    stream = f"notice:{notice.pk}"
    events = Event.objects.filter(stream=stream).order_by("sequence")
    rows = [
        [str(one.sequence), _moment(one.time), one.kind, spaced(bytes(one.hash).hex())]
        for one in events.exclude(kind="programmes.notice-snapshot")
    ]
    return _group(
        "七、事件链",
        ("序号", "时刻", "事件", "哈希"),
        (1, 3, 4, 7),
        rows,
        note=f"事件流{stream}，每一事件包含上一事件的哈希，可用独立核验脚本重算；快照也逐条入链，此处不重复列出。",
    )


def _group(
    title: str,
    headings: tuple[str, ...] = (),
    widths: tuple[int, ...] = (),
    rows: list[list[str]] | None = None,
    *,
    facts: list[list[str]] | None = None,
    note: str = "",
) -> dict[str, Any]:
    return {
        "title": title,
        "headings": list(headings),
        "widths": list(widths),
        "rows": rows or [],
        "facts": facts or [],
        "note": note,
    }


def _text(group: dict[str, Any]) -> str:
    cells = [cell for row in (*group["rows"], *group["facts"], group["headings"]) for cell in row]
    return "\n".join((group["title"], *cells, group["note"]))


def _stamp(notice: Notice) -> date:
    moment = notice.closed_at or notice.posted_at
    return moment.astimezone(SHANGHAI).date()


def _moment(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
