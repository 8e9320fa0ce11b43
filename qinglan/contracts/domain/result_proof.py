"""Verbs on proofs of results 成果转化业绩证明: issue one from contracts of the unit, withdraw it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts.mobility import recorded
from qinglan.contracts.mobility.proving import contracts_to_prove
from qinglan.contracts.models import Contract, ProofLine, ResultProof
from qinglan.kernel import clock, events, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.numbering import next_number
from qinglan.parties.models import Organisation

MOST_LINES = 30


@dataclass(frozen=True)
class Part:
    """What the person did in a contract, and the share of the work in per cent where the unit says one."""

    contract: Contract
    part: str
    share: int | None = None


@transaction.atomic
def issue_proof(
    *, acting_user: Any, unit: Organisation, values: Mapping[str, Any], parts: Sequence[Part], person: Any = None
) -> ResultProof:  # fmt: skip
    """Certify what somebody did in contracts of the unit that were signed. Numbered within the year (``ZM-2026-0001``).

    `values` holds `person_name`, `post`, `purpose`. Amounts and national numbers are not copied: they are read
    from the contracts whenever the proof is printed. The shares that all proofs in force give of one contract
    are at most 100 %. Raises PermissionRefused, Impossible with the field.
    """
    permissions.require(acting_user, "contracts.issue_proof", unit)
    if not parts:
        raise Impossible(_("Choose at least one contract."), field="contracts")
    if len(parts) > MOST_LINES:
        raise Impossible(_("At most {most} contracts.").format(most=MOST_LINES), field="contracts")
    keys = [one.contract.pk for one in parts]
    locked = set(
        Contract.objects.select_for_update(of=("self",))
        .filter(pk__in=keys)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    allowed = set(contracts_to_prove(unit).filter(pk__in=locked).values_list("pk", flat=True))
    for one in parts:
        if one.contract.pk not in allowed:
            raise Impossible(
                _("{number} is no signed contract of this unit.").format(number=one.contract.number),
                field="contracts",
            )
        _check_share(one)
    now = clock.now()
    made = ResultProof.objects.create(
        number=next_number(ResultProof, f"ZM-{now.astimezone(clock.SHANGHAI).year}-", digits=4), unit=unit, person=person,
        person_name=values["person_name"], post=values["post"], purpose=values["purpose"],
        issued_on=now.astimezone(clock.SHANGHAI).date(), issued_by=acting_user,
    )  # fmt: skip
    ProofLine.objects.bulk_create(
        ProofLine(proof=made, contract=one.contract, part=one.part.strip()[:200], share=one.share)
        for one in parts
    )
    payload = {"contracts": [one.contract.number for one in parts]}
    events.append(stream=f"proof:{made.number}", kind=recorded.PROVED, payload=payload, actor=acting_user)
    return made


@transaction.atomic
def withdraw_proof(*, acting_user: Any, proof: ResultProof, reason: str) -> ResultProof:
    """Withdraw one that was wrong; it says so from then on. Raises PermissionRefused, Impossible with the field."""
    permissions.require(acting_user, "contracts.issue_proof", proof.unit)
    if not reason.strip():
        raise Impossible(_("Say what was wrong."), field="reason")
    row = ResultProof.objects.select_for_update(of=("self",)).get(pk=proof.pk)
    if row.withdrawn_on is not None:
        raise Impossible(_("It was withdrawn on {day}.").format(day=row.withdrawn_on.isoformat()))
    row.withdrawn_on, row.reason = clock.today(), reason.strip()[:300]
    row.save()
    events.append(stream=f"proof:{row.number}", kind=recorded.PROOF_WITHDRAWN, payload={}, actor=acting_user)
    return row


def _check_share(one: Part) -> None:
    """The contract is locked, so that two proofs at once can't give more than the whole."""
    if not one.part.strip():
        raise Impossible(
            _("Say what the person did in {number}.").format(number=one.contract.number), field="contracts"
        )
    if one.share is None:
        return
    given = ProofLine.objects.filter(
        contract=one.contract, proof__withdrawn_on__isnull=True, share__isnull=False
    )
    total = sum(share for share in given.values_list("share", flat=True) if share) + one.share
    if not 1 <= one.share <= 100 or total > 100:
        raise Impossible(
            _("In {number}, shares of the work would sum to {total} %; they are at most 100 %.").format(
                number=one.contract.number, total=total
            ),
            field="contracts",
        )
