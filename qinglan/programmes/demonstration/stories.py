"""What the story lets happen by the verbs themselves, at the time at which it happened.

Certificates, money, objections, returns, and what becomes of awards. Each part takes cases of the story that wait
for it; where a city has none, it is left out.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from qinglan.kernel.clock.story import telling
from qinglan.programmes.demonstration import afterwards, paying, times
from qinglan.programmes.demonstration.answers import Models
from qinglan.programmes.demonstration.cast import Cast
from qinglan.programmes.demonstration.filing import Told
from qinglan.programmes.domain.above import Listed, Listing, enter_acceptance, import_list
from qinglan.programmes.domain.award import issue_award_certificate
from qinglan.programmes.domain.decision import Prepared, prepare_decision, release_decisions
from qinglan.programmes.domain.draw import publish_draw
from qinglan.programmes.domain.lead import note_lead, send_lead
from qinglan.programmes.domain.meeting import keep_meeting
from qinglan.programmes.domain.notice import take_down
from qinglan.programmes.domain.objection import (
    Letter,
    answer_objector,
    object_to_notice,
    rule_on_objection,
)
from qinglan.programmes.domain.recommendation import return_before_recommending
from qinglan.programmes.domain.round import finish_round
from qinglan.programmes.domain.round_chase import chase
from qinglan.programmes.domain.round_extension import NewEnd, extend_round
from qinglan.programmes.models import (
    Award,
    Case,
    NoticeEntry,
    Panel,
    Round,
    RoundState,
    Ruling,
    Verdict,
    WorkItem,
)

DAY = timedelta(days=1)
DRAWS = 4
"""Draws of a city that were published; the others wait for their secretary."""


@dataclass
class Scene:
    """A city as the verbs find it."""

    cast: Cast
    models: Mapping[int, Models]
    now: datetime

    def ago(self, days: float) -> datetime:
        """A moment of the story."""
        return self.now - timedelta(days=days)


def live_on(told: Sequence[Told], cast: Cast, models: Mapping[int, Models], now: datetime) -> None:
    """Tell the rest."""
    scene = Scene(cast, models, now)
    certify(told, scene)
    if any(one.last.type == "payment" for one in told):
        paying.pay(_waiting(told, "payment", now), cast, now)
    object_to(scene)
    send_back(told, scene)
    list_again(scene)
    publish_draws(scene)
    afterwards.look_after(cast, models, now)
    turn_rounds(scene)


def _waiting(told: Sequence[Told], kind: str, since: datetime) -> list[Case]:
    """The cases of the story that have waited at a type of step since then, those who chose a desk left out."""
    return [
        one.case
        for one in told
        if one.last.type == kind
        and one.last.state == "open"
        and one.case.recommender is None
        and one.last.opened_at < since
    ]


def certify(told: Sequence[Told], scene: Scene) -> None:
    """Issue the certificates of who was recognised."""
    waiting = {one.case.pk: one.last for one in told if one.last.type == "certificate"}
    for award in Award.objects.filter(case__in=waiting).order_by("pk"):
        item: WorkItem = waiting[award.case_id or 0]
        with telling(item.opened_at + DAY):
            issue_award_certificate(acting_user=scene.cast["system"], award=award)


def object_to(scene: Scene) -> None:
    """Objections: one dismissed and answered, one upheld, one open; a lead; a notice that was taken down."""
    entries = NoticeEntry.objects.filter(
        settled_at__isnull=True,
        notice__state="posted",
        case__version__programme__territory=scene.cast.territory,
    )
    rows = list(entries.select_related("notice__round", "case").order_by("pk"))
    together = Counter(one.notice_id for one in rows)
    rows.sort(key=lambda one: -together[one.notice_id])
    found: Iterator[NoticeEntry] = iter(rows)
    officer = scene.cast["officer-demo"]
    for number, ruling in enumerate((Ruling.UPHELD, Ruling.DISMISSED, None)):
        entry = next(found, None)
        if entry is None:
            return
        at = entry.notice.posted_at + timedelta(hours=5 + 22 * number)
        letter = Letter(
            name="许某（演示）",
            contact="19900002222",
            statement="公示对象申报的节能量与公开的环评数据不一致，请核实（演示）。",
            evidence="环评公示网页截图（演示）",
        )
        with telling(min(at, scene.now)):
            objection = object_to_notice(acting_user=officer, entry=entry, letter=letter)
        if ruling is None:
            lead = send_lead(
                acting_user=officer,
                notice=entry.notice,
                entry=entry,
                text="该单位去年曾被投诉，请了解（演示）。",
            )
            note_lead(acting_user=officer, lead=lead, finding="经查投诉已办结，不影响公示（演示）。")
            continue
        with telling(min(at + timedelta(hours=20), scene.now)):
            rule_on_objection(
                acting_user=officer,
                objection=objection,
                ruling=ruling,
                reason="已调取监测原始记录核对（演示）。",
                clause="本市缺省条件" if ruling == Ruling.UPHELD else "",
            )
            objection.refresh_from_db()
            answer_objector(acting_user=officer, objection=objection, how="电话答复（演示）")
    entry = next(found, None)
    if entry is not None:
        notice = entry.notice
        take_down(
            acting_user=officer,
            notice=notice,
            reason="名单有误，更正后重新公示（演示）",
            seen_revision=notice.revision,
        )


def list_again(scene: Scene) -> None:
    """A list from above that names a holder again: its earlier award is replaced, as is said on the register."""
    standing = Award.objects.filter(
        programme__territory=scene.cast.territory, version__decided_here=False, state="in_force"
    ).exclude(holder__in=scene.cast.own)
    one = standing.select_related("version__programme", "holder").order_by("granted_on", "pk").first()
    if one is None:
        return
    on = times.day_of(scene.ago(20))
    listing = Listing(f"{one.number}-F", f"演示函〔{on.year}〕复核1号", on)
    with telling(scene.ago(19)):
        import_list(
            acting_user=scene.cast["officer-demo"], version=one.version,
            rows=[Listed(one.holder, one.subject_name, listing)], source="复核结果名单（演示）.xlsx",
        )  # fmt: skip


def publish_draws(scene: Scene) -> None:
    """Seed and pool of some draws whose cases have their results, so that anybody can replay them."""
    panels = Panel.objects.filter(
        state="drawn",
        round__version__programme__territory=scene.cast.territory,
        cases__case__status="granted",
    ).exclude(cases__case__status__in=["in_review", "in_check", "in_correction"])
    with telling(scene.ago(15)):
        for panel in panels.distinct().order_by("pk")[:DRAWS]:
            publish_draw(acting_user=scene.cast["secretary-demo"], panel=panel)


def send_back(told: Sequence[Told], scene: Scene) -> None:
    """Cases that were returned: by a meeting, a decision, a district, the authority above."""
    officer, reason = scene.cast["officer-demo"], "主要指标的统计口径需要统一，请补充说明后再议（演示）。"
    clause = "本市缺省条件"
    with telling(scene.ago(0.5)):
        for case in _waiting(told, "meeting", scene.ago(1))[:1]:
            keep_meeting(
                acting_user=scene.cast["secretary-demo"], cases=[case], verdict="returned",
                held_on=times.day_of(scene.ago(1)), minutes="专题会议纪要（演示）", reason=reason, clause=clause,
            )  # fmt: skip
        for case in _waiting(told, "decision", scene.ago(1))[-1:]:
            prepared = Prepared(Verdict.RETURN, reason, clause)
            decision = prepare_decision(acting_user=officer, case=case, prepared=prepared)
            release_decisions(
                acting_user=scene.cast["decider-demo"], round=case.round, decisions=[decision],
                basis="局长办公会纪要（演示）",
            )  # fmt: skip
        for case in _waiting(told, "recommendation", scene.ago(1))[1:2]:
            return_before_recommending(acting_user=officer, case=case, reason=reason, clause=clause)
        for case in _waiting(told, "upper_acceptance", scene.ago(1))[:1]:
            enter_acceptance(acting_user=officer, case=case, outcome="returned", reason=reason, clause=clause)


def turn_rounds(scene: Scene) -> None:
    """One round was put off, its drafts were chased; those in which all is decided are finished."""
    rounds = Round.objects.filter(version__programme__territory=scene.cast.territory)
    officer = scene.cast["officer-demo"]
    one = rounds.filter(state=RoundState.OPEN, cases__submitted_at__isnull=True).order_by("pk").first()
    if one is not None:
        with telling(scene.ago(2)):
            extend_round(
                acting_user=officer, round=one, to=NewEnd(closes_at=one.closes_at + 7 * DAY),
                reason="汛期影响部分单位填报，延期七天（演示）", seen_revision=one.revision,
            )  # fmt: skip
            chase(acting_user=officer, round=one)
    running = Case.objects.filter(ended_at__isnull=True, submitted_at__isnull=False)
    done = rounds.filter(state=RoundState.CLOSED).exclude(pk__in=running.values("round"))
    for each in done.order_by("pk"):
        with telling(scene.ago(10)):
            finish_round(acting_user=officer, round=each, seen_revision=each.revision)
