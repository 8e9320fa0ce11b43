"""What becomes of the awards of a story, by the verbs: reports, lights, warnings, revocations, ends."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from qinglan.kernel.clock.story import telling
from qinglan.kernel.todos.story import together
from qinglan.parties import people_recorded
from qinglan.parties.demonstration import CLERKS
from qinglan.parties.domain.membership import add, locked
from qinglan.parties.models import Membership, User
from qinglan.programmes.awards import todos as award_todos
from qinglan.programmes.demonstration import times
from qinglan.programmes.demonstration.answers import Models, Report
from qinglan.programmes.demonstration.cast import Cast
from qinglan.programmes.domain.award_life import (
    close_rectification,
    exit_award,
    expire_awards,
    hand_in_plan,
    open_rectification,
    revoke_award,
    warn_award,
)
from qinglan.programmes.domain.duty import (
    AHEAD,
    due_days,
    hand_in_report,
    look_at_report,
    open_duties,
    save_report,
    turn_duty,
)
from qinglan.programmes.models import STANDING, Award, Duty

REASON = {
    "warned": "未按期公开成果目录，经提醒仍未更新（演示）。",
    "rectifying": "复核时研发场地与申报不符，限期整改（演示）。",
    "revoked": "年度报告数据经核查不实（演示）。",
    "exited": "主营业务调整，主动申请退出（演示）。",
}


def look_after(cast: Cast, models: Mapping[int, Models], now: datetime) -> None:
    """Tell what becomes of each award, and let the clock do the rest."""
    awards = Award.objects.filter(programme__territory=cast.territory, state__in=STANDING)
    awards = awards.select_related("version", "holder")
    own = list(awards.filter(holder__in=cast.own).order_by("pk"))
    others = [one for one in awards.order_by("pk") if one.holder_id not in cast.own]
    watched = [one for one in others if one.version.definition.after.monitor is not None]
    rest = [one for one in others if one not in watched and one.version.definition.after.exit_grounds]
    plots = iter(watched)
    officer = cast["officer-demo"]
    reported(cast, models, plots, now)
    with telling(now - timedelta(days=9)):
        for award in _next(plots, 1):
            warn_award(acting_user=officer, award=award, reason=REASON["warned"])
        for award in _next(plots, 1):
            one = open_rectification(acting_user=officer, award=award, reason=REASON["rectifying"])
            hand_in_plan(
                acting_user=clerk_of(cast, award), rectification=one,
                plan="1. 十一月底前补充租赁研发场地；2. 十二月底前完成设备搬迁并拍照存档（演示）。",
            )  # fmt: skip
        for award in _next(plots, 1):
            one = open_rectification(acting_user=officer, award=award, reason=REASON["rectifying"])
            close_rectification(
                acting_user=officer, rectification=one, passed=False, reason="复查仍不符合条件（演示）。"
            )
        spare = _spare([*plots, *rest])
        for award in _next(spare, 2):
            ground = next(one.id for one in award.version.definition.after.exit_grounds if one.bars)
            revoke_award(acting_user=officer, award=award, ground=ground, reason=REASON["revoked"])
        for award in _next(spare, 2):
            exit_award(acting_user=clerk_of(cast, award), award=award, reason=REASON["exited"])
    for award in own:
        if cast.own[award.holder_id].username == "university-demo":
            _report(cast, models, award, "yellow", now)
    system = cast["system"]
    expire_awards(acting_user=system)
    _enter_duties(cast, now)
    _excuse(cast)


def _enter_duties(cast: Cast, now: datetime) -> None:
    """The duties of all awards that fall due within a year; what is over by now is late, and sanctioned."""
    rows = Award.objects.filter(programme__territory=cast.territory, state__in=STANDING)
    known = set(Duty.objects.values_list("award", "obligation", "period"))
    until = times.day_of(now) + timedelta(days=AHEAD)
    made = [
        (Duty(award=award, obligation=one.id, period=period, due_on=due), bool(one.report))
        for award in rows.select_related("version", "holder", "programme").order_by("pk")
        for one in award.version.definition.after.obligations
        for period, due in due_days(award, one, until)
        if (award.pk, one.id, period) not in known
    ]
    Duty.objects.bulk_create(duty for duty, _reports in made)
    system = cast["system"]
    with together():
        for duty, reports in made:
            if reports:
                with telling(now - timedelta(days=9)):
                    award_todos.report_due(system, duty)
    for duty, _reports in made:
        if duty.due_on < times.day_of(now):
            with telling(min(times.at(duty.due_on + timedelta(days=40), 8), now)):
                turn_duty(acting_user=system, duty=duty)


def reported(cast: Cast, models: Mapping[int, Models], plots: Iterable[Award], now: datetime) -> None:
    """Reports by their lights: accepted, waiting for a look, yellow, red, given back."""
    for wanted in ("accepted", "waiting", "yellow", "red", "returned"):
        for award in plots:
            if _report(cast, models, award, wanted, now):
                break


def _report(cast: Cast, models: Mapping[int, Models], award: Award, wanted: str, now: datetime) -> bool:
    """Hand in a report that turns on such a light; False where the scheme's golden reports have none."""
    report = _such(award, models[award.version_id].reports, wanted)
    if report is None:
        return False
    with telling(now - timedelta(days=12)):
        open_duties(acting_user=cast["system"], award=award)
        duty = Duty.objects.filter(award=award, obligation=report.obligation, state="due").first()
        if duty is None:
            return False
        clerk = clerk_of(cast, award)
        duty = save_report(acting_user=clerk, duty=duty, answers=report.answers, seen_revision=duty.revision)
        duty = hand_in_report(acting_user=clerk, duty=duty, seen_revision=duty.revision)
    if wanted in ("accepted", "returned"):
        remark = "" if wanted == "accepted" else "营业收入与年报审计数不一致，请核对（演示）。"
        with telling(now - timedelta(days=8)):
            look_at_report(acting_user=cast["officer-demo"], duty=duty, outcome=wanted, remark=remark)
    return True


def _such(award: Award, reports: tuple[Report, ...], wanted: str) -> Report | None:
    monitor = award.version.definition.after.monitor
    if monitor is None:
        return None
    colours = {light.id: light.colour for light in monitor.lights}
    asked = {
        one.id: {q.id for s in one.report for q in s.questions if q.required}
        for one in award.version.definition.after.obligations
    }
    for report in reports:
        lit = {colours[name] for name in report.lights if name in colours}
        colour = "red" if "red" in lit else "yellow" if lit else "green"
        whole = asked.get(report.obligation, set()) <= set(report.answers)
        if whole and colour == (wanted if wanted in ("yellow", "red") else "green"):
            return report
    return None


def _excuse(cast: Cast) -> None:
    """One report isn't owed."""
    duty = Duty.objects.filter(
        award__programme__territory=cast.territory, state="due", award__state="in_force"
    ).exclude(award__holder__in=cast.own)
    one = duty.order_by("-pk").first()
    if one is not None:
        look_at_report(
            acting_user=cast["officer-demo"],
            duty=one,
            outcome="excused",
            remark="认定未满半年，本期免报（演示）。",
        )


@transaction.atomic
def clerk_of(cast: Cast, award: Award) -> User:
    """Who acts for the holder; the common account of the firms joins it where nobody does."""
    if award.holder_id in cast.own:
        return cast.own[award.holder_id]
    clerk = cast[CLERKS]
    held = locked(award.holder)
    if not Membership.objects.unended().filter(organisation=held, user=clerk).exists():
        row = add(cast["system"], held, clerk, "member")
        people_recorded.membership(cast["system"], people_recorded.JOINED, row)
    return clerk


def _spare(awards: Sequence[Award]) -> Iterator[Award]:
    """Of these awards those whose scheme keeps another one, so that each scheme still has one to show."""
    kept = Counter(one.programme_id for one in awards)
    for award in awards:
        if kept[award.programme_id] > 1 and award.version.definition.after.exit_grounds:
            kept[award.programme_id] -= 1
            yield award


def _next(plots: Iterable[Award], number: int) -> list[Award]:
    found = []
    for award in plots:
        found.append(award)
        if len(found) == number:
            break
    return found
