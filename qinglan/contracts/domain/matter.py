"""Verbs on breaches and disputes: raise one, answer it, settle it, take it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from qinglan.contracts import recorded
from qinglan.contracts.domain.contract_state import locked_now, touch
from qinglan.contracts.models import Contract, Matter, MatterKind, MatterState, Outcome, PartySide
from qinglan.contracts.performing import papers, told
from qinglan.contracts.performing import recorded as kinds
from qinglan.contracts.performing.sides import acts_for, other, own_side
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.history.since import require_unchanged

_TEXTS = ("facts", "clause", "demand")


@dataclass(frozen=True)
class Settlement:
    """How a matter was settled: by what, where, since when."""

    outcome: str
    words: str
    forum: str
    on: date


@transaction.atomic
def raise_matter(
    *,
    acting_user: Any,
    contract: Contract,
    kind: str,
    values: Mapping[str, Any],
    paper: papers.Given | None = None,
) -> Matter:
    """Record a breach or dispute of a signed contract. `values`: facts, clause, demand, claim (分), happened_on.

    Raises PermissionRefused, Impossible with the field.
    """
    permissions.require(acting_user, "contracts.perform", contract)
    row = locked_now(contract.pk)
    side = own_side(acting_user, row)
    if not row.is_signed:
        raise Impossible(_("A contract that isn't signed is not broken."))
    texts = {name: str(values.get(name) or "").strip() for name in _TEXTS}
    if not texts["facts"]:
        raise Impossible(_("Say what happened."), field="facts")
    happened: date = values["happened_on"]
    if happened > clock.today():
        raise Impossible(_("This day is still to come."), field="happened_on")
    made = Matter.objects.create(
        contract=row, number=(row.matters.aggregate(last=Max("number"))["last"] or 0) + 1, kind=MatterKind(kind),
        side=side, claim=values.get("claim"), happened_on=happened, state=MatterState.OPEN,
        raised_by=acting_user, raised_at=clock.now(), **texts,
    )  # fmt: skip
    papers.bring(acting_user, row, made.about, paper)
    _note(acting_user, row, made, other(side))
    return made


@transaction.atomic
def answer_matter(
    *, acting_user: Any, matter: Matter, answer: str, paper: papers.Given | None = None
) -> Matter:
    """The other side says its view; the matter stays unsettled. Raises PermissionRefused, StaleEdit, Impossible."""
    contract, row = _open(acting_user, matter)
    if not acts_for(acting_user, contract, other(PartySide(row.side))):
        raise Impossible(_("The other side answers."))
    if not answer.strip():
        raise Impossible(_("Write the answer."), field="answer")
    row.answer, row.state = answer.strip()[:3000], MatterState.ANSWERED
    papers.bring(acting_user, contract, row.about, paper)
    _save(acting_user, contract, row, PartySide(row.side))
    return row


@transaction.atomic
def settle_matter(
    *, acting_user: Any, matter: Matter, settlement: Settlement, paper: papers.Given | None = None
) -> Matter:
    """Record how it was settled; the side that raised it does so, or either with an award or judgment at hand.

    Raises PermissionRefused, StaleEdit, Impossible with the field.
    """
    contract, row = _open(acting_user, matter)
    if settlement.outcome not in Outcome.values:
        raise Impossible(_("Choose the outcome."), field="outcome")
    if not settlement.words.strip():
        raise Impossible(_("Say what was settled."), field="words")
    decided = settlement.outcome in (Outcome.MEDIATED, Outcome.ARBITRATED, Outcome.JUDGED)
    if decided and not settlement.forum.strip():
        raise Impossible(_("Name the institution and the number of the case."), field="forum")
    if settlement.on < row.happened_on or settlement.on > clock.today():
        raise Impossible(_("It is settled between the day it happened and today."), field="on")
    if not acts_for(acting_user, contract, PartySide(row.side)) and not decided:
        raise Impossible(
            _("The side that raised it says when it is settled; bring an award or judgment otherwise.")
        )
    papers.bring(
        acting_user, contract, row.about, paper,
        needed=_("Bring the award, judgment or record of mediation.") if decided else "",
    )  # fmt: skip
    row.outcome, row.outcome_words = settlement.outcome, settlement.words.strip()[:1000]
    row.forum, row.settled_on, row.state = settlement.forum.strip()[:200], settlement.on, MatterState.SETTLED
    _save(acting_user, contract, row, other(own_side(acting_user, contract)))
    return row


@transaction.atomic
def withdraw_matter(*, acting_user: Any, matter: Matter) -> Matter:
    """The side that raised it takes it back. Raises PermissionRefused, StaleEdit, Impossible."""
    contract, row = _open(acting_user, matter)
    if not acts_for(acting_user, contract, PartySide(row.side)):
        raise Impossible(_("The side that raised it takes it back."))
    row.state = MatterState.WITHDRAWN
    _save(acting_user, contract, row, other(PartySide(row.side)))
    return row


def _open(acting_user: Any, seen: Matter) -> tuple[Contract, Matter]:
    permissions.require(acting_user, "contracts.perform", seen.contract)
    contract = locked_now(seen.contract_id)
    row = Matter.objects.select_for_update().get(pk=seen.pk)
    require_unchanged(seen, row)
    if row.state not in (MatterState.OPEN, MatterState.ANSWERED):
        raise Impossible(_("It was settled already: {state}.").format(state=row.get_state_display()))
    return contract, row


def _save(acting_user: Any, contract: Contract, row: Matter, side: PartySide) -> None:
    row.revision += 1
    row.save()
    _note(acting_user, contract, row, side)


def _note(acting_user: Any, contract: Contract, row: Matter, side: PartySide) -> None:
    touch(contract)
    recorded.record(
        acting_user,
        contract,
        kinds.MATTER,
        {"number": row.number, "kind": row.kind, "state": row.state, "outcome": row.outcome},
    )
    words = _("{kind} no. {number}: {state}").format(
        kind=row.get_kind_display(), number=row.number, state=row.get_state_display()
    )
    told.tell(acting_user, contract, side, words)
