"""A case along the steps of its scheme, as rows: what `domain.flow` and its verbs would have written."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from qinglan.parties.models import Organisation, User
from qinglan.programmes import recorded
from qinglan.programmes.cases import events as case_events
from qinglan.programmes.definition.requirements import Requirement
from qinglan.programmes.definition.steps import ENDS, Step
from qinglan.programmes.demonstration import filing, times
from qinglan.programmes.demonstration.answers import Models, filled
from qinglan.programmes.demonstration.cast import Cast
from qinglan.programmes.demonstration.filing import Attachment, Told
from qinglan.programmes.demonstration.plot import BY_VERB, HAPPY, Fate
from qinglan.programmes.demonstration.rows import Rows
from qinglan.programmes.domain.case import subject_key
from qinglan.programmes.models import (
    Case,
    CaseDraft,
    ClockStop,
    CorrectionPoint,
    DepartmentReply,
    Round,
    WorkItem,
)

REASONS = {
    "failed": "申报主体成立不满规定期限，且没有提供可以核实的证明材料。",
    "hit": "联合审查期间查明申报单位近一年内受到行政处罚，尚未完成整改。",
    "declined": "本区名额已满，综合比较后未予推荐，建议完善后申报下一批；上级受理的，按上级意见退回。",
    "refused": "会议认为绿色技术特征不突出，主要指标缺少第三方数据支撑。",
    "not_listed": "未列入上级公布的名单。",
    "below": "专家评审得分低于入围线。",
}
POINTS = (
    "附件缺少盖章页，请补充加盖公章的扫描件。",
    "该项数据与所附凭证不一致，请核对后更正，并说明统计口径。",
)
Listener = Callable[[Told, Step, WorkItem, datetime, "datetime | None"], None]
"""Who makes something of a step: with its beginning, and its end where the case has left it."""


class Walk:
    """Tells the cases of one round. `listeners` add, by type of step, what a step brings beside itself."""

    def __init__(
        self,
        rows: Rows,
        cast: Cast,
        one: Round,
        models: Models,
        attachment: Attachment,
        departments: dict[str, Organisation],
        listeners: dict[str, Listener],
    ) -> None:
        self.rows, self.cast, self.round, self.models = rows, cast, one, models
        self.attachment, self.departments, self.listeners = attachment, departments, listeners
        self.definition = one.version.definition
        self.submitted = 0

    def tell(
        self,
        fate: Fate,
        applicant: Organisation,
        subject: str,
        opened: list[datetime],
        now: datetime,
        desk: Organisation | None = None,
    ) -> Told:
        """Tell a case from its beginning to where its fate leaves it; `opened` says when each step was.

        `desk` is the body that the applicant chose to be recommended by.
        """
        clerk = self.cast.clerk(applicant)
        facts = self.cast.facts(applicant, self.round, times.day_of(opened[1]))
        model = self.models.weak if fate.outcome == "below" else self.models.best
        state, places = filled(self.definition, model, facts, subject)
        saved = opened[0] + timedelta(hours=3)
        case = self.rows.add(
            Case(
                round=self.round, version=self.round.version, applicant=applicant,
                applicant_name=applicant.name, territory=applicant.territory, recommender=desk,
                subject_key=subject_key(subject), subject_name=subject, begun_by=clerk, begun_at=opened[0],
                last_saved_at=saved,
            )
        )  # fmt: skip
        draft = self.rows.add(
            CaseDraft(
                case=case, answers=dict(state.answers), rows=state.rows, standing=state.standing(),
                revision=4, saved_at=saved, saved_by=clerk,
            )
        )  # fmt: skip
        told = Told(case, fate, state, draft, facts, places)
        self.rows.note(
            "case", case, case_events.BEGUN, opened[0], clerk,
            lambda: {
                "round": self.round.pk, "applicant": applicant.code,
                "definition": self.round.version.digest,
            },
        )  # fmt: skip
        self._along(told, opened, now)
        case.revision = 2 * len(told.items)
        return told

    def _along(self, told: Told, opened: list[datetime], now: datetime) -> None:
        fate = told.fate
        for step, begins, ends in zip(times.way(self.definition), opened, opened[1:], strict=False):
            item = self._open(told, step, begins)
            if step.type == "form":
                if fate.stop == "form":
                    filing.leave_unfinished(told)
                    return self._stop(told, item, min(begins + timedelta(days=30), now))
                self.submitted += 1
                number = f"{self.round.year}-{self.round.pk:04d}-{self.submitted:04d}"
                filing.submit(self.rows, told, self.attachment, number, ends)
                self._close(told, item, "submitted", ends, told.case.begun_by)
                continue
            if step.type == "formal_check" and (fate.corrected or fate.stop == "correction"):
                item = self._correct(told, step, item, begins, ends)
                if fate.stop == "correction":
                    return self._stop(told, item, min(item.due_at or now, now))
            stops = fate.stop == step.type and not fate.outcome
            if step.type == "joint_check":
                self._ask(told, step, begins, stops=stops)
            if stops or step.type in BY_VERB:
                if step.type in self.listeners:
                    self.listeners[step.type](told, step, item, begins, None)
                return self._stop(told, item, min(begins + timedelta(days=2), now)) if stops else None
            outcome = fate.outcome if fate.stop == step.type else HAPPY[step.type]
            self._leave(told, step, item, outcome, begins, ends)
            if told.case.ended_at is not None:
                return None
        return None

    def _leave(
        self, told: Told, step: Step, item: WorkItem, outcome: str, begins: datetime, ends: datetime
    ) -> None:
        by = self.actor(told, step)
        if step.type == "formal_check" and outcome == "passed":
            filing.judge_by_hand(self.rows, told, by, ends - timedelta(minutes=5))
        if step.type == "upper_acceptance" and outcome == "accepted":
            told.case.external_number = f"SL-{self.round.year}-{self.round.pk:03d}-{self.submitted:02d}"
        item.outcome = outcome
        if step.type in self.listeners:
            self.listeners[step.type](told, step, item, begins, ends)
        self._close(told, item, outcome, ends, by, REASONS.get(outcome, ""))

    def _correct(self, told: Told, step: Step, check: WorkItem, begins: datetime, ends: datetime) -> WorkItem:
        """Returned for correction, and handed in again unless the story waits for it."""
        third = (ends - begins) / 3
        by, clause = self.actor(told, step), told.clause()
        asked_for = [
            (section, question)
            for section, question in told.definition.all_questions()
            if not section.repeat and question.id in told.state.asked - told.state.prefilled
        ][:2]
        asked = begins + third
        goes_to = self._close(told, check, "to_correct", asked, by)
        check.clause = clause
        item = self._open(told, told.definition.step(goes_to), asked)
        for (section, question), text in zip(asked_for, POINTS, strict=False):
            self.rows.add(
                CorrectionPoint(item=item, question=question.id, section=section.id, clause=clause, text=text)
            )
        self.rows.note(
            "case", told.case, recorded.CORRECTION_ASKED, asked, by,
            lambda: {
                "points": [{"clause": clause, "text": text} for text in POINTS],
                "due": item.due_at.isoformat() if item.due_at else "",
            },
        )  # fmt: skip
        if told.fate.stop == "correction":
            return item
        filing.revise(self.rows, told, 2, asked + third)
        back = self._close(told, item, "resubmitted", asked + third, told.case.begun_by)
        return self._open(told, told.definition.step(back), asked + third)

    def _ask(self, told: Told, step: Step, begins: datetime, *, stops: bool) -> None:
        by = self.cast["department-demo"]
        hit = told.fate.outcome == "hit" and told.fate.stop == "joint_check"
        for place, one in enumerate(self._asked(step)):
            row = self.rows.add(
                DepartmentReply(
                    case=told.case, requirement=one.id, department=one.ask.zh if one.ask else "",
                    organisation=self.departments.get(one.ask.zh) if one.ask else None,
                    moment=step.moment or "", asked_at=begins,
                )
            )  # fmt: skip
            if stops and (place or self.round.pk % 2):
                continue
            row.reply = "hit" if hit and place == 0 else "clear"
            row.reason = "近一年内有尚未修复的处罚记录（演示）" if row.reply == "hit" else ""
            row.replied_at, row.entered_by = begins + timedelta(hours=1 + place / 4), by
            row.source = "复函（演示）"
            self.rows.note(
                "case", told.case, recorded.REPLY_ENTERED, row.replied_at, by,
                {
                    "department": row.department, "requirement": row.requirement, "moment": row.moment,
                    "reply": row.reply, "source": row.source,
                },
            )  # fmt: skip

    def _asked(self, step: Step) -> list[Requirement]:
        every = self.definition.requirements.requirements
        return [one for one in every if one.ask is not None and step.moment in one.moments]

    def _open(self, told: Told, step: Step, moment: datetime) -> WorkItem:
        case = told.case
        due = times.deadline(times.day_of(moment), step.within).ends_at if step.within else None
        item = self.rows.add(
            WorkItem(
                case=case, step=step.id, type=step.type, owner=step.owner, territory=case.territory,
                organisation={"applicant": case.applicant, "recommender": case.recommender}.get(step.owner),
                visit=1 + sum(one.step == step.id for one in told.items), opened_at=moment, due_at=due,
            )
        )  # fmt: skip
        told.items.append(item)
        case.status, case.step = step.status, step.id
        if step.stops_clock:
            self.rows.add(ClockStop(case=case, item=item, first_day=times.day_of(moment)))
        self.rows.note(
            "case", case, recorded.ITEM_OPENED, moment, self.actor(told, step),
            lambda: {
                "step": step.id, "visit": item.visit, "owner": step.owner,
                "due": due.isoformat() if due else "",
            },
        )  # fmt: skip
        return item

    def actor(self, told: Told, step: Step) -> User:
        """Who does a step: the account of the story with that role."""
        district = "district-demo" if self.cast.territory.startswith("50") else "county-demo"
        named = {
            "recommender": district,
            "secretary": "secretary-demo",
            "experts": "secretary-demo",
            "visitors": "secretary-demo",
            "decision_maker": "decider-demo",
        }
        return (
            told.case.begun_by
            if step.owner == "applicant"
            else self.cast[named.get(step.owner, "officer-demo")]
        )

    def _close(
        self, told: Told, item: WorkItem, outcome: str, moment: datetime, by: User, reason: str = ""
    ) -> str:
        goes_to = self.definition.step(item.step).next[outcome]
        clause = told.clause() if reason else ""
        item.state, item.outcome, item.closed_at, item.closed_by = "done", outcome, moment, by
        item.reason, item.clause = reason, clause
        self._clock_runs(item, moment)
        self.rows.note(
            "case", told.case, recorded.ITEM_CLOSED, moment, by,
            lambda: {
                "step": item.step, "visit": item.visit, "outcome": outcome, "to": goes_to, "reason": "",
                "clause": clause,
            },
        )  # fmt: skip
        if goes_to in ENDS:
            self._end(told, goes_to, moment, by)
        return goes_to

    def _clock_runs(self, item: WorkItem, moment: datetime) -> None:
        for stop in reversed(self.rows.tables.get(ClockStop, [])):
            if stop.item is item:
                stop.last_day = times.day_of(moment)
                return

    def _end(self, told: Told, status: str, moment: datetime, by: User) -> None:
        case = told.case
        case.status, case.step, case.ended_at, case.due_at = status, "", moment, None
        self.rows.note("case", case, recorded.CASE_ENDED, moment, by, lambda: {"status": status})

    def _stop(self, told: Told, item: WorkItem, moment: datetime) -> None:
        """Leave the case where it is, or let its applicant or the time end it there."""
        ending: Any = told.fate.ending
        if ending == "lapsed" and item.type == "correction":
            self._close(told, item, "lapsed", moment, self.cast["system"])
        elif ending:
            item.state, item.closed_at, item.closed_by = "dropped", moment, told.case.begun_by
            self._clock_runs(item, moment)
            self._end(told, ending, moment, told.case.begun_by)
        if ending == "withdrawn":
            self.rows.note(
                "case", told.case, case_events.WITHDRAWN, moment, told.case.begun_by,
                lambda: {"given_reason": True},
            )  # fmt: skip
