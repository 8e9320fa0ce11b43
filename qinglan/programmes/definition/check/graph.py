"""The steps: every one reachable, no dead end, each outcome leading somewhere, owners and periods there."""

from collections.abc import Iterator
from typing import Any

from qinglan.kernel.rulebook.yaml_file import Location
from qinglan.programmes.definition.check.content import twice
from qinglan.programmes.definition.check.finding import Finding
from qinglan.programmes.definition.steps import ENDS, OUTCOMES, Step, StepsFile
from qinglan.programmes.definition.whole import Definition

FILE = "steps.yaml"
OWNERS: dict[str, tuple[str, ...]] = {
    "form": ("applicant",),
    "formal_check": ("officer", "recommender", "secretary"),
    "correction": ("applicant",),
    "recommendation": ("recommender", "officer"),
    "joint_check": ("departments",),
    "draw": ("secretary", "officer"),
    "review": ("experts", "secretary"),
    "site_visit": ("visitors",),
    "meeting": ("secretary", "decision_maker"),
    "public_notice": ("officer",),
    "decision": ("decision_maker",),
    "certificate": ("officer",),
    "upper_acceptance": ("officer",),
    "upper_result": ("officer",),
    "payment": ("officer",),
}
"""Who may own a step of each type."""
WITHOUT_PERIOD = frozenset({"form", "upper_result"})
"""The form ends with the round; a result from above comes when it comes."""
SETTINGS: dict[str, dict[str, type]] = {
    "correction": {"rounds": int},
    "draw": {"experts": int, "reserves": int, "fields": list, "blind": bool},
    "review": {
        "experts": int,
        "trim": int,
        "blind": bool,
        "outlier": str,
        "spread": str,
        "feedback_days": int,
    },
    "site_visit": {"checklist": list, "sample": str},
    "meeting": {"quorum": str},
}
"""The settings of each type of step, with their types."""


def steps_findings(definition: Definition) -> Iterator[Finding]:
    """What is wrong with the steps."""
    form = definition.steps
    steps = {step.id: step for step in form.steps}
    for one in twice(step.id for step in form.steps):
        yield Finding(FILE, ("steps",), f"the step {one!r} stands twice")
    if form.start not in steps:
        yield Finding(FILE, ("start",), f"there is no step {form.start!r}")
        return
    broken = False
    for number, step in enumerate(form.steps):
        for at, reason in _step_faults(step, steps):
            broken = broken or at == "next"
            yield Finding(FILE, ("steps", number, at), f"{step.id}: {reason}")
    if not broken:
        yield from _paths(form, steps)
        yield from _sense(definition, steps)


def _step_faults(step: Step, steps: dict[str, Step]) -> Iterator[tuple[str, str]]:
    outcomes = set(OUTCOMES[step.type])
    for one in sorted(outcomes - step.next.keys()):
        yield "next", f"the outcome {one!r} leads nowhere"
    for one in sorted(step.next.keys() - outcomes):
        yield "next", f"a {step.type} has no outcome {one!r}"
    for target in step.next.values():
        if target not in steps and target not in ENDS:
            yield "next", f"there is no step {target!r}"
    if step.owner not in OWNERS[step.type]:
        yield "owner", f"a {step.type} belongs to {' or '.join(OWNERS[step.type])}, not {step.owner}"
    if step.within is None and step.type not in WITHOUT_PERIOD:
        yield "within", f"a {step.type} has a period"
    if (step.type == "joint_check") != (step.moment is not None):
        yield "moment", "a joint check has a moment, and nothing else has"
    yield from (("settings", reason) for reason in _settings_faults(step))


def _settings_faults(step: Step) -> Iterator[str]:
    known = SETTINGS.get(step.type, {})
    for name, value in step.settings.items():
        if name not in known:
            yield f"a {step.type} has no setting {name!r}"
        elif not isinstance(value, known[name]) or (known[name] is int and isinstance(value, bool)):
            yield f"the setting {name} is a {known[name].__name__}"
        elif isinstance(value, int) and not isinstance(value, bool) and value < 0:
            yield f"the setting {name} is not negative"
    needed = {"correction": "rounds", "draw": "experts"}.get(step.type)
    if needed and not step.settings.get(needed):
        yield f"a {step.type} says how many {needed}"
    if step.type == "draw" and not (odd := _whole(step.settings.get("experts"))) % 2 and odd:
        yield "the number of experts is odd"


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _paths(form: StepsFile, steps: dict[str, Step]) -> Iterator[Finding]:
    reached = reachable(form.start, steps)
    for number, step in enumerate(form.steps):
        at: Location = ("steps", number)
        if step.id not in reached:
            yield Finding(FILE, at, f"the step {step.id!r} can't be reached")
        elif not reachable(step.id, steps) & set(ENDS):
            yield Finding(FILE, at, f"from the step {step.id!r} a case never ends")
    if "granted" not in reached:
        yield Finding(FILE, ("steps",), "no case can be granted")


def reachable(start: str, steps: dict[str, Step]) -> set[str]:
    """The steps and ends that can be reached from `start`, itself included."""
    found, open_ = {start}, [start]
    while open_:
        step = steps.get(open_.pop())
        for target in step.next.values() if step else ():
            if target not in found:
                found.add(target)
                open_.append(target)
    return found


def _sense(definition: Definition, steps: dict[str, Step]) -> Iterator[Finding]:
    types = {step.type for step in steps.values()}
    here = definition.manifest.decided == "here"
    at: Location = ("steps",)
    if steps[definition.steps.start].type != "form":
        yield Finding(FILE, ("start",), "a case begins with a form")
    if here and "decision" not in types:
        yield Finding(FILE, at, "a scheme that is decided here has a decision")
    if here and types & {"upper_acceptance", "upper_result"}:
        yield Finding(FILE, at, "a scheme that is decided here has no result from above")
    if not here and "upper_result" not in types:
        yield Finding(FILE, at, "a scheme that is decided above takes the result back from there")
    if not here and types & {"decision", "certificate"}:
        yield Finding(FILE, at, "what is decided above has no decision or certificate of ours")
    if ("payment" in types) != (definition.money is not None):
        yield Finding(FILE, at, "a payment needs money.yaml, and money.yaml a payment")
    if "review" in types and "draw" not in types:
        yield Finding(FILE, at, "experts who review are drawn before")
    if not here or definition.manifest.award.certificate == ("certificate" in types):
        pass
    else:
        yield Finding(FILE, at, "a certificate step is there where the award has a certificate, else not")
    if _has_expert_items(definition) and not types & {"review", "upper_result"}:
        yield Finding(FILE, at, "scoring.yaml has marks by experts, and no step in which they review")
    yield from _moments(definition, steps)
    for number, step in enumerate(definition.steps.steps):
        if step.type == "formal_check" and _type_after(step, "to_correct", steps) != "correction":
            yield Finding(FILE, ("steps", number, "next"), f"{step.id}: to_correct leads to a correction")


def _type_after(step: Step, outcome: str, steps: dict[str, Step]) -> str | None:
    following = steps.get(step.next[outcome])
    return following.type if following else None


def _has_expert_items(definition: Definition) -> bool:
    groups = definition.scoring.groups if definition.scoring else ()
    return any(item.scorer.kind == "expert" for group in groups for item in group.items)


def _moments(definition: Definition, steps: dict[str, Step]) -> Iterator[Finding]:
    """Departments are asked at the moments that the vetoes name, and only then."""
    asked = {
        moment
        for requirement in definition.requirements.requirements
        if requirement.ask is not None
        for moment in requirement.moments
    }
    there = {step.moment for step in steps.values() if step.type == "joint_check"}
    for moment in sorted(asked - there):
        yield Finding(FILE, ("steps",), f"no joint check asks the departments at the moment {moment!r}")
    for number, step in enumerate(definition.steps.steps):
        if step.type == "joint_check" and step.moment not in asked:
            yield Finding(
                FILE, ("steps", number, "moment"), f"{step.id}: no veto asks a department at {step.moment!r}"
            )
