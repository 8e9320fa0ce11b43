"""A target as one line of a list."""

from dataclasses import dataclass
from datetime import date

from qinglan.kernel.measures.result import Result
from qinglan.plans import words
from qinglan.plans.evaluation import is_ceiling
from qinglan.plans.standing import TargetStanding, aim_of


@dataclass(frozen=True)
class TargetLine:
    """A target as one line of a list."""

    standing: TargetStanding

    @property
    def light(self) -> words.Light:
        """Its light."""
        return words.LIGHTS[self.standing.evaluation.state]

    @property
    def asked(self) -> str:
        """What the plan asks."""
        return words.asked(self.standing.target)

    @property
    def actual(self) -> str:
        """What was measured: at the deadline where it has passed, else today."""
        return words.measured(self.judged.value, self.standing.target)

    @property
    def judged(self) -> Result:
        """The result by which the target is judged."""
        return self.standing.at_deadline or self.standing.now

    @property
    def judged_on(self) -> date | None:
        """The deadline where it has passed; None where today's figure is shown."""
        return self.standing.deadline if self.standing.at_deadline else None

    @property
    def now(self) -> str:
        """Today's figure, where the deadline has passed and it differs; else ""."""
        result = self.standing.now
        if self.judged_on is None or result.value is None or result.value == self.judged.value:
            return ""
        return words.measured(result.value, self.standing.target)

    @property
    def to_go(self) -> str:
        """What is lacking."""
        return words.to_go(self.standing)

    @property
    def filled(self) -> int | None:
        """How full its bar is: 0 to 100; None without a rate."""
        aim = aim_of(self.standing.target)
        value = self.judged.value
        return (
            None
            if value is None or not aim.value or is_ceiling(aim)
            else max(0, min(100, int(value / aim.value * 100)))
        )
