"""``demo/programmes.yaml``: which scheme tells what, and the plot that follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from qinglan.kernel.rulebook.packs import Strict
from qinglan.programmes.definition.whole import Definition

Tag = Literal["old", "recent", "now"]


class OwnLine(Strict):
    """A case of a certain organisation (by code): what a demonstration account has on its desk.

    `desk` is the code of the body that the applicant chose to be recommended by.
    """

    firm: str
    tag: Tag
    stop: str = ""
    outcome: str = ""
    desk: str = ""


class SchemeLine(Strict):
    """A scheme and edition; `subject` is a pattern of ``{short}`` and ``{number}`` for what a case is about."""

    slug: str
    edition: int
    subject: str = ""
    listed: bool = True
    opens: bool = True
    against: str = ""
    own: tuple[OwnLine, ...] = ()


class ProgrammesFile(Strict):
    """The whole file. `listed` false: nothing is listed yet; `opens` false: no round is open any more;
    `against`: the type of step at which a case is refused, where it isn't left to the turn.
    """

    territory: str
    issuer: str
    schemes: tuple[SchemeLine, ...]


HAPPY = {
    "form": "submitted",
    "formal_check": "passed",
    "correction": "resubmitted",
    "recommendation": "recommended",
    "joint_check": "clear",
    "draw": "drawn",
    "review": "passed",
    "site_visit": "passed",
    "meeting": "agreed",
    "public_notice": "unopposed",
    "decision": "granted",
    "certificate": "issued",
    "upper_acceptance": "accepted",
    "upper_result": "listed",
    "payment": "paid",
}
"""The outcome by which each type of step goes on."""
LATE = (
    "joint_check", "draw", "review", "site_visit", "meeting", "public_notice", "decision", "recommendation",
    "upper_acceptance", "upper_result",
)  # fmt: skip
AGAINST = (
    ("formal_check", "failed"),
    ("joint_check", "hit"),
    ("recommendation", "declined"),
    ("review", "below"),
    ("site_visit", "failed"),
    ("meeting", "refused"),
    ("decision", "refused"),
    ("upper_acceptance", "declined"),
    ("upper_result", "not_listed"),
)
BY_VERB = ("certificate", "payment")
"""Steps that the verbs themselves take, because a paper or money comes of them."""


@dataclass(frozen=True)
class Fate:
    """What becomes of a case: it stops at the first step of type `stop`, or leaves it with `outcome`.

    `tag` says when: ``old`` is decided, ``recent`` under way, ``now`` in the open round. `corrected` cases were
    corrected once. `ending` is for what the applicant or the time ends.
    """

    tag: Tag
    stop: str = ""
    outcome: str = ""
    corrected: bool = False
    ending: Literal["", "withdrawn", "lapsed"] = ""


def types_on_the_way(definition: Definition) -> list[str]:
    """The types of the steps that a case takes which is granted, in order."""
    steps = {one.id: one for one in definition.steps.steps}
    found: list[str] = []
    at = definition.steps.start
    while at in steps:
        found.append(steps[at].type)
        at = steps[at].next[HAPPY[steps[at].type]]
    return found


def fates(definition: Definition, line: SchemeLine, turn: int) -> Sequence[Fate]:
    """The plot of a scheme; `turn` is its place among all, so that together they show every state."""
    there = types_on_the_way(definition)
    late = [kind for kind in LATE if kind in there]
    against = [pair for pair in AGAINST if pair[0] in there and line.against in ("", pair[0])]
    kind, outcome = against[turn % len(against)]
    told: list[Fate] = []
    if line.opens:
        told += [Fate("now", stop=one) for one in ("form", "formal_check", "correction")]
    else:
        told += [Fate("recent", stop="formal_check"), Fate("recent", stop="correction")]
    told.append(Fate("old", stop=kind, outcome=outcome))
    told.append(Fate("old", corrected=turn % 2 == 0) if line.listed else Fate("recent", stop="upper_result"))
    told.append(Fate("recent", stop=(late or there)[turn % len(late or there)], corrected=turn % 3 == 1))
    if line.listed and turn % 3 == 0:
        told.append(Fate("old"))
    if turn % 3 == 2 and len(late) > 1:
        told.append(Fate("recent", stop=late[(turn + 3) % len(late)]))
    if turn % 4 == 2 and "public_notice" in there:
        told += [Fate("recent", stop="public_notice"), Fate("recent", stop="public_notice")]
    if turn % 4 == 0:
        told.append(Fate("recent", stop="formal_check", ending="withdrawn"))
    if turn % 4 == 1:
        told.append(Fate("recent", stop="correction", ending="lapsed"))
    return told
