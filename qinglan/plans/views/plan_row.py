"""A plan in a list of plans: the version that is shown, and how its targets stand."""

from dataclasses import dataclass
from typing import Any

from qinglan.kernel import clock
from qinglan.plans import words
from qinglan.plans.models import Plan, Version
from qinglan.plans.queries import published_version, shown_versions, visible_plans
from qinglan.plans.standing import TargetStanding, standings_of
from qinglan.plans.views.target_line import TargetLine


@dataclass(frozen=True)
class PlanRow:
    """A plan, its newest published version (for officers else the newest), and its targets."""

    plan: Plan
    version: Version
    standings: list[TargetStanding]

    @property
    def headline(self) -> str:
        """How the plan stands, in one sentence."""
        return words.headline(self.standings)

    @property
    def lines(self) -> list[TargetLine]:
        """Its targets."""
        return [TargetLine(item) for item in self.standings]


def plan_rows(user: Any, *, only_published: bool) -> list[PlanRow]:
    """The plans that `user` may see; with `only_published`, those that are open to everybody.

    The number of queries does not depend on how many plans and targets there are.
    """
    shown: list[tuple[Plan, Version]] = []
    for plan in visible_plans(user):
        published = published_version(plan)
        if published is not None or not only_published:
            shown.append((plan, published or shown_versions(plan)[0]))
    found = standings_of([version for _plan, version in shown], clock.today(), reader=user)
    return [PlanRow(plan, version, found[version.pk]) for plan, version in shown]
