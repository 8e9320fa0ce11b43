"""What the page of a contract says of what happened since it was signed, and what may be done."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.contracts import shown
from qinglan.contracts.models import Contract, ContractState, MilestoneState, PartySide, ProposalState
from qinglan.contracts.performing.changes import FIXED, differences
from qinglan.contracts.performing.sides import acts_for, other
from qinglan.kernel import permissions

_OPEN = ("open", "answered")


def section(user: Any, contract: Contract) -> dict[str, Any] | None:
    """Milestones, amendments, early ends, breaches and disputes with their papers; None for who doesn't read it."""
    if not permissions.answer(user, "contracts.read", contract):
        return None
    takes_part = bool(permissions.answer(user, "contracts.perform", contract))
    sides = {side for side in PartySide if takes_part and acts_for(user, contract, side)}
    in_force = contract.state == ContractState.IN_FORCE
    papers: dict[str, list[Any]] = {}
    for paper in contract.papers.select_related("file"):
        papers.setdefault(paper.about, []).append(paper)
    milestones = list(contract.milestones.all())
    matters = list(contract.matters.all())
    done = all(one.state in FIXED for one in milestones)
    steps = [_steps(one, sides) if in_force else [] for one in milestones]
    return {
        "milestones": [
            (one, papers.get(f"milestone:{one.number}", []), found)
            for one, found in zip(milestones, steps, strict=True)
        ],
        "amendments": [
            (one, differences(one.before, one.after), papers.get(one.about, []), *_answers(one, sides))
            for one in contract.amendments.all()
        ],
        "endings": [
            (one, papers.get(one.about, []), *_answers(one, sides)) for one in contract.endings.all()
        ],
        "matters": [
            (one, papers.get(one.about, []), _matter_acts(one, sides), _takes_back(one, sides))
            for one in matters
        ],
        "acts": _next(milestones, steps)
        + _acts(contract, bool(sides) and in_force, done and not any(one.state in _OPEN for one in matters)),
        "may_raise": bool(sides) and contract.is_signed,
        "writes": contract.state == ContractState.DRAFT and bool(sides),
        "notes": _notes(contract, sides),
    }


def _steps(one: Any, sides: set[PartySide]) -> list[tuple[str, Any]]:
    steps: list[tuple[str, Any]] = []
    if PartySide.SELLER in sides and one.state in (MilestoneState.OPEN, MilestoneState.REFUSED):
        steps.append((reverse("contracts:deliver", args=[one.pk]), _("Deliver")))
    if PartySide.BUYER in sides and one.state == MilestoneState.DELIVERED:
        steps += [
            (reverse("contracts:accept", args=[one.pk]), _("Accept")),
            (reverse("contracts:refuse", args=[one.pk]), _("Refuse acceptance")),
        ]
    return steps


def _next(milestones: list[Any], steps: list[list[tuple[str, Any]]]) -> list[dict[str, Any]]:
    """The first milestone that waits for this reader's side, for the head of the page."""
    for one, found in zip(milestones, steps, strict=True):
        if found:
            url, label = found[0]
            words = _("{act}: milestone {number}").format(act=label, number=one.number)
            return [{"label": words, "url": url, "post": False, "primary": True}]
    return []


def _answers(one: Any, sides: set[PartySide]) -> tuple[bool, bool]:
    """Whether this reader answers the proposal, and whether he may take it back."""
    waits = one.state == ProposalState.PROPOSED
    return waits and other(PartySide(one.side)) in sides, waits and PartySide(one.side) in sides


def _matter_acts(one: Any, sides: set[PartySide]) -> list[tuple[str, Any]]:
    if one.state not in _OPEN or not sides:
        return []
    acts = [(reverse("contracts:settle-matter", args=[one.pk]), _("Record how it was settled"))]
    if other(PartySide(one.side)) in sides:
        acts.insert(0, (reverse("contracts:answer-matter", args=[one.pk]), _("Answer")))
    return acts


def _takes_back(one: Any, sides: set[PartySide]) -> bool:
    """Whether this reader may take a breach or dispute back: the side that raised it, while it is open."""
    return one.state in _OPEN and PartySide(one.side) in sides


def _acts(contract: Contract, moves: bool, complete: bool) -> list[dict[str, Any]]:
    if not moves:
        return []
    acts: list[dict[str, Any]] = []
    if complete:
        acts.append(_act("complete", contract, _("Complete the contract"), post=True, primary=True))
    if not any(one.state == ProposalState.PROPOSED for one in contract.amendments.all()):
        acts.append(_act("amend", contract, _("Amend the contract")))
    if not any(one.state == ProposalState.PROPOSED for one in contract.endings.all()):
        acts.append(_act("end", contract, _("End the contract early")))
    return acts


def _act(
    name: str, contract: Contract, label: Any, *, post: bool = False, primary: bool = False
) -> dict[str, Any]:
    return {
        "label": label, "url": reverse(f"contracts:{name}", args=[contract.number]), "post": post, "primary": primary,
    }  # fmt: skip


def _notes(contract: Contract, sides: set[PartySide]) -> list[dict[str, Any]]:
    waits: list[Any] = [*contract.amendments.all(), *contract.endings.all()]
    if any(one.state == ProposalState.PROPOSED and other(PartySide(one.side)) in sides for one in waits):
        return [
            {"light": "due", "text": _("The other side proposed a change and waits for your answer, below.")}
        ]
    return []


shown.register(30, "contracts/performing/_section.html", section)
