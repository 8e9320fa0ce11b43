"""How far a round has come when a chapter of a walk begins: brought there by the verbs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qinglan.kernel import clock as site_clock
from qinglan.kernel.disclosure.domain import Check
from qinglan.programmes.domain.check import pass_check
from qinglan.programmes.domain.decision import Prepared, prepare_decision, release_decisions
from qinglan.programmes.domain.draw import Terms, commit_draw, draw
from qinglan.programmes.domain.notice import Cleared, NoticePlan, post_notice
from qinglan.programmes.domain.notice_close import close_due_notices
from qinglan.programmes.domain.recommendation import recommend_case
from qinglan.programmes.domain.review import conclude_review
from qinglan.programmes.domain.round import RoundPlan, announce_round, create_round
from qinglan.programmes.models import Case, Panel, Programme, Round, Verdict
from tests.programmes import making
from tests.walks import applications, chongqing, clock, meanwhile

SCHEME = "green-technology-enterprise"
FIRMS = ("缙云环保", "歌乐再生", "金佛水务")


@dataclass
class Stage:
    """Who is there, the round, and its cases."""

    officer: Any
    second: Any
    decider: Any
    administrator: Any
    round: Round
    people: list[Any]
    cases: list[Case]

    def fresh(self) -> list[Case]:
        """The cases as they stand."""
        return list(Case.objects.filter(pk__in=[case.pk for case in self.cases]).order_by("pk"))


def people() -> dict[str, Any]:
    """The office, and an administrator who moves the clock."""
    names = {
        "officer": "officer",
        "second": "officer",
        "decider": "decider",
        "administrator": "administrator",
    }
    return {name: chongqing.somebody(name, role) for name, role in names.items()}


def opened(day: str, closes: str = "2026-12-31T17:30") -> Stage:
    """A round of the scheme that takes applications from `day` on."""
    clock.begin_at(f"{day}T09:30")
    chongqing.load(SCHEME)
    office = people()
    plan = RoundPlan(
        year=2026, opens_at=_at(f"{day}T09:00"), closes_at=_at(closes), issuer=chongqing.BUREAU,
        total_quota=10, contact_telephone="023-60000001",
    )  # fmt: skip
    one = create_round(acting_user=office["officer"], version=chongqing.scheme(SCHEME), plan=plan)
    one = announce_round(acting_user=office["officer"], round=one, seen_revision=one.revision)
    return Stage(**office, round=one, people=[], cases=[])


def submitted(day: str, firms: tuple[str, ...] = FIRMS) -> Stage:
    """A round of the scheme with these firms' applications, handed in on `day`."""
    stage = opened(day)
    for number, name in enumerate(firms, 1):
        applicant = chongqing.firm(stage.officer, number, name)
        stage.people.append(chongqing.works_at(f"manager{number}", applicant))
        stage.cases.append(applications.submitted(stage.people[-1], stage.round, applicant))
    return stage


def small_scheme(officer: Any, slug: str, title: str) -> None:
    """A scheme of the city whose one condition is known of every firm: a year since its registration."""
    text = making.text(title, title)
    one_year = {
        "id": "one_year", "kind": "eligibility", "text": making.text("成立满一年", "Registered for a year"),
        "basis": making.BASIS, "condition": "organisation.months >= 12",
    }  # fmt: skip
    manifest = {**making.SMALL["manifest"], "slug": slug, "title": text}
    made = making.version(
        officer, making.changed(manifest=manifest, requirements={"requirements": [one_year]})
    )
    Programme.objects.filter(pk=made.programme_id).update(territory=chongqing.CITY)


def at_draw(day: str, firms: tuple[str, ...] = FIRMS) -> Stage:
    """The cases were checked and recommended."""
    stage = submitted(day, firms)
    to_draw(stage)
    return stage


def to_draw(stage: Stage) -> None:
    """Check, departments, recommendation; and a pool of experts."""
    meanwhile.judged(stage.officer, stage.cases)
    for case in stage.cases:
        pass_check(acting_user=stage.officer, case=case)
    meanwhile.replied(stage.officer, stage.cases)
    for case in stage.fresh():
        recommend_case(acting_user=stage.officer, case=case)
    chongqing.experts(stage.officer, 9)


def reviewed(stage: Stage, panel: Panel) -> None:
    """All sheets are in and every case goes on to its visit."""
    meanwhile.marked(panel)
    for one in panel.cases.all():
        conclude_review(acting_user=stage.officer, case=one.case)


def through_review(stage: Stage) -> None:
    """Draw, sheets, visits, the meeting, the departments: the cases come to their notice."""
    panel = commit_draw(
        acting_user=stage.officer, round=stage.round, cases=stage.fresh(),
        terms=Terms(site_clock.today()), declares=True,
    )  # fmt: skip
    panel = draw(acting_user=stage.officer, panel=panel)
    meanwhile.accepted(stage.officer, panel)
    reviewed(stage, panel)
    to_notice(stage)


def to_notice(stage: Stage) -> None:
    """Visits, the meeting and the departments are done with."""
    meanwhile.visited(stage.officer, stage.second, stage.fresh())
    meanwhile.agreed(stage.officer, stage.fresh())
    meanwhile.replied(stage.officer, stage.fresh())


def at_decision(day: str, firms: tuple[str, ...] = FIRMS) -> Stage:
    """Nobody objected to the notice, and the departments are asked a last time."""
    stage = at_draw(day, firms)
    through_review(stage)
    over_notice(stage)
    return stage


def over_notice(stage: Stage) -> None:
    """The notice is posted and nobody objects until its end."""
    check = Check("示例审查人", site_clock.today(), "审查表1号")
    notice = post_notice(
        acting_user=stage.officer, round=stage.round, cases=stage.fresh(),
        plan=NoticePlan("拟认定名单的公示", "023-60000001"), cleared=Cleared(check, check), files=(),
    )  # fmt: skip
    clock.move_to(stage.administrator, f"{notice.ends_at.astimezone(site_clock.SHANGHAI):%Y-%m-%dT%H:%M}")
    close_due_notices(acting_user=chongqing.system_user())
    meanwhile.replied(stage.officer, stage.fresh())


def granted(stage: Stage) -> None:
    """The decisions are prepared and released."""
    ready = [
        prepare_decision(acting_user=stage.officer, case=case, prepared=Prepared(Verdict.GRANT))
        for case in stage.fresh()
    ]
    release_decisions(acting_user=stage.decider, round=stage.round, decisions=ready, basis="局务会纪要第10期")


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=site_clock.SHANGHAI)
