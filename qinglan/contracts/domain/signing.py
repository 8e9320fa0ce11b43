"""Verbs on the signing of a contract: put a version to signature, take it back; and what every way of signing shares.

All of them lock the contract first, then its signing: whoever signs last and whoever takes it back meet there, and
the second one sees what the first one did.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts import recorded
from qinglan.contracts.domain.contract_state import locked_now, set_contract_state, writable
from qinglan.contracts.drafting.checklist import require_complete
from qinglan.contracts.drafting.printed import version_pdf
from qinglan.contracts.models import (
    Contract,
    ContractState,
    ContractVersion,
    PartySignature,
    SignatureState,
    Signing,
    SigningState,
    SigningWay,
)
from qinglan.contracts.signing import port, todos, told
from qinglan.contracts.signing import recorded as kinds
from qinglan.contracts.signing.holders import HOLDER
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.kernel.documents.domain.file import store_file


@transaction.atomic
def put_to_signature(*, acting_user: Any, version: ContractVersion, way: str) -> Signing:
    """Put the newest version of a draft to signature by all parties, on paper or electronically.

    The paper is made now and kept as its very bytes. Raises StaleEdit where a newer version came; Impossible: no
    draft, something essential missing, no provider of seals, a party that isn't on record can't sign
    electronically; PermissionRefused.
    """
    permissions.require(acting_user, "contracts.put_to_signature", version.contract)
    row = writable(locked_now(version.contract_id))
    last = row.versions.order_by("-number").prefetch_related("clauses").first()
    if last is None or last.pk != version.pk:
        raise StaleEdit([Difference(_("version of the contract"), str(version), str(last))])
    require_complete(row, last)
    parties = sorted(row.parties.all(), key=lambda one: (one.side, one.position))
    provider = _provider(way, [one.name for one in parties if one.organisation_id is None])
    paper = store_file(
        acting_user=acting_user,
        name=f"{row.number}-v{last.number}.pdf",
        content=version_pdf(last),
        holder=HOLDER,
        holder_key=row.number,
    )
    signing = Signing.objects.create(
        contract=row, version=last, way=way, provider=provider, paper=paper, opened_by=acting_user,
        opened_at=clock.now(),
    )  # fmt: skip
    set_contract_state(acting_user, row, ContractState.SIGNING)
    recorded.record(
        acting_user,
        row,
        kinds.PUT,
        {"version": last.number, "paper": paper.digest, "way": way, "provider": provider},
    )
    for one in parties:
        signature = PartySignature.objects.create(
            signing=signing,
            side=one.side,
            position=one.position,
            name=one.name,
            organisation=one.organisation,
        )
        todos.ask_to_sign(acting_user, signing, signature)
    told.put(acting_user, signing)
    return signing


@transaction.atomic
def take_back(*, acting_user: Any, contract: Contract, reason: str) -> Signing:
    """Take a contract back from signing, with the reason: it is a draft again, and what was signed so far is void.

    Any party may, until all have signed. Raises Impossible where it is not being signed (any more), or without a
    reason; PermissionRefused.
    """
    permissions.require(acting_user, "contracts.take_back", contract)
    words = " ".join(reason.split())[:500]
    if not words:
        raise Impossible(_("Say why; the other parties read it."), field="reason")
    row = locked_now(contract.pk)
    signing = open_signing(row)
    _withdraw(acting_user, signing, words, "contracts.take_back")
    set_contract_state(acting_user, row, ContractState.DRAFT)
    told.withdrawn(acting_user, signing)
    return signing


def give_up(acting_user: Any, contract: Contract) -> None:
    """The contract was given up while it was being signed, within the caller's transaction."""
    signing = Signing.objects.select_for_update().filter(contract=contract, state=SigningState.OPEN).first()
    if signing is not None:
        _withdraw(acting_user, signing, contract.reason, "contracts.give_up")


def open_signing(row: Contract) -> Signing:
    """The open signing of a locked contract, locked. Raises Impossible with how it stands."""
    found = (
        Signing.objects.select_for_update(of=("self",))
        .select_related("contract", "version", "paper", "signed")
        .filter(contract=row, state=SigningState.OPEN)
        .first()
    )
    if found is None:
        raise Impossible(
            _(
                "The contract is not being signed: it is in the state “{state}”. Open it again to see how it stands."
            ).format(state=row.get_state_display())
        )
    found.contract = row
    return found


def withdraw_order(mine: PartySignature) -> None:
    """Forget the order of a locked signature, within the caller's transaction; the provider is told once that is so."""
    provider, order = port.known(mine.signing.provider), str(mine.order)
    if provider is not None:
        transaction.on_commit(lambda: provider.give_up(order), robust=True)
    mine.state, mine.order, mine.ordered_by = SignatureState.WAITING, None, None
    mine.ordered_at = mine.answered_at = None
    mine.authority = mine.finding = ""
    mine.save()


def conclude_where_all_signed(
    acting_user: Any, row: Contract, signing: Signing, signed_on: Any = None
) -> bool:
    """Whether all parties have signed now; then the contract is in force, within the caller's transaction."""
    if signing.signatures.exclude(state=SignatureState.SIGNED).exists():
        signing.revision += 1
        signing.save()
        return False
    signing.state, signing.ended_by, signing.ended_at = SigningState.CONCLUDED, acting_user, clock.now()
    signing.revision += 1
    signing.save()
    day = signed_on or clock.today()
    file = signing.signed or signing.paper
    recorded.record(acting_user, row, kinds.CONCLUDED, {"signed_on": day, "file": file.digest})
    set_contract_state(acting_user, row, ContractState.IN_FORCE, signed_on=day)
    told.concluded(acting_user, signing)
    return True


def _withdraw(acting_user: Any, signing: Signing, reason: str, act: str) -> None:
    for one in signing.signatures.select_for_update(of=("self",)).filter(state=SignatureState.ASKED):
        one.signing = signing
        withdraw_order(one)
    signing.state, signing.reason = SigningState.WITHDRAWN, reason
    signing.ended_by, signing.ended_at = acting_user, clock.now()
    signing.revision += 1
    signing.save()
    recorded.record(acting_user, signing.contract, kinds.WITHDRAWN, {"version": signing.version.number})
    todos.ended(acting_user, signing, act)


def _provider(way: str, outside: list[str]) -> str:
    if way not in SigningWay.values:
        raise Impossible(_("Choose how it is signed."), field="way")
    if way == SigningWay.PAPER:
        return ""
    chosen = port.chosen()
    if chosen is None:
        raise Impossible(
            _("No provider of electronic seals is set up here. Have it signed on paper."), field="way"
        )
    if outside:
        raise Impossible(
            _("{names} is not on record here and can't sign electronically. Have it signed on paper.").format(
                names="、".join(outside)
            ),
            field="way",
        )
    return chosen.code
