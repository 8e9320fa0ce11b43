"""What a scheme's requirements say of a case: met, unmet, unknown, or for a person to judge."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from qinglan.kernel.rulebook import conditions
from qinglan.kernel.rulebook.conditions import Answer, Truth
from qinglan.kernel.rulebook.packs import Text
from qinglan.programmes.definition.manifest import Basis
from qinglan.programmes.definition.requirements import Moment, Requirement
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.judging.naming import behind

Standing = Literal["met", "unmet", "unknown", "person"]
Reply = Literal["clear", "hit"]
_STANDING: dict[Truth, Standing] = {
    Truth.TRUE: "met",
    Truth.FALSE: "unmet",
    Truth.UNKNOWN: "unknown",
}


@dataclass(frozen=True, slots=True)
class RequirementVerdict:
    """How a requirement stands.

    `truth` unknown: `missing` names the answers and facts that aren't known (see `naming.title`), `errors` what couldn't be compared. `pending` is true
    while a department that was asked hasn't replied. `bring` says what to do where it isn't met or known.
    """

    id: str
    kind: Literal["eligibility", "veto"]
    truth: Standing
    text: Text
    basis: Basis
    missing: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    pending: bool = False
    bring: Text | None = None

    def stored(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "id": self.id,
            "kind": self.kind,
            "truth": self.truth,
            "text": self.text.model_dump(),
            "basis": self.basis.model_dump(mode="json"),
            "missing": list(self.missing),
            "errors": list(self.errors),
            "pending": self.pending,
            "bring": self.bring.model_dump() if self.bring else None,
        }


def judge_requirements(
    definition: Definition,
    values: Mapping[str, Answer],
    *,
    moment: Moment | None = None,
    replies: Mapping[str, Reply] | None = None,
    rulings: Mapping[str, bool] | None = None,
) -> tuple[RequirementVerdict, ...]:
    """The verdict on each requirement (of `moment`, where given), in the scheme's order.

    `replies` are those of departments by requirement: theirs decide. `rulings` are persons' judgements by
    requirement (true: met); they count where nothing else decides, never against a condition that does.
    """
    return tuple(
        _verdict(definition, one, values, (replies or {}).get(one.id), (rulings or {}).get(one.id))
        for one in definition.requirements.requirements
        if moment is None or moment in one.moments
    )


def _verdict(
    definition: Definition,
    one: Requirement,
    values: Mapping[str, Answer],
    reply: Reply | None,
    ruling: bool | None,
) -> RequirementVerdict:
    missing: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    truth: Standing = "person" if one.person else "unknown"
    pending = False
    if one.condition is not None:
        verdict = conditions.judge(one.condition, values)
        truth, errors = _STANDING[verdict.truth], verdict.errors
        missing = behind(definition, values, verdict.missing)
    if one.ask is not None:
        pending = reply is None
        if reply is not None:
            truth = "met" if reply == "clear" else "unmet"
        elif truth == "met":
            truth = "unknown"  # silence of the department is not consent
    if ruling is not None and truth in ("unknown", "person") and not pending:
        truth = "met" if ruling else "unmet"
    return RequirementVerdict(
        id=one.id,
        kind=one.kind,
        truth=truth,
        text=one.text,
        basis=one.basis,
        missing=missing,
        errors=errors,
        pending=pending,
        bring=one.bring if truth != "met" else None,
    )
