"""Verbs on paper: bring the signed and stamped scan, compare it with the paper that was put to signature."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts import recorded
from qinglan.contracts.domain.contract_state import locked_now
from qinglan.contracts.domain.signing import conclude_where_all_signed, open_signing
from qinglan.contracts.models import Contract, PartySignature, SignatureState, Signing, SigningWay
from qinglan.contracts.signing import recorded as kinds
from qinglan.contracts.signing import todos, told
from qinglan.contracts.signing.holders import HOLDER
from qinglan.contracts.signing.rules import comparing_units
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents.checking.kinds import STAMPED
from qinglan.kernel.documents.domain.file import store_file
from qinglan.kernel.periods.count import legal_day
from qinglan.kernel.roles import is_officer
from qinglan.parties import holding


@transaction.atomic
def bring_scan(
    *, acting_user: Any, contract: Contract, parties: Sequence[int], name: str, content: bytes
) -> list[PartySignature]:
    """Bring a scan of the paper with the stamps of `parties` (keys of their signatures): PDF, OFD or picture.

    One's own stamp, that of a party that isn't on record, or those of all on one paper; somebody of another party
    compares it. Raises Impossible (of the file too) with the field, PermissionRefused.
    """
    permissions.require(acting_user, "contracts.bring_scan", contract)
    row = locked_now(contract.pk)
    signing = _on_paper(row)
    chosen = list(signing.signatures.select_for_update().filter(pk__in=set(parties)))
    if not chosen or len(chosen) != len(set(parties)):
        raise Impossible(_("Say whose stamps the scan carries."), field="parties")
    done = [one.name for one in chosen if one.state == SignatureState.SIGNED]
    if done:
        raise Impossible(
            _("{names} has signed already; leave it out.").format(names="、".join(done)), field="parties"
        )
    file = store_file(
        acting_user=acting_user,
        name=name,
        content=content,
        holder=HOLDER,
        holder_key=row.number,
        endings=STAMPED,
    )
    now = clock.now()
    for one in chosen:
        one.state, one.scan, one.finding = SignatureState.BROUGHT, file, ""
        one.brought_by, one.brought_at = acting_user, now
        one.compared_by = one.compared_at = None
        one.save()
        todos.signed(acting_user, signing, one, "contracts.bring_scan")
    todos.ask_to_compare(acting_user, signing, chosen[0])
    recorded.record(acting_user, row, kinds.BROUGHT, {"parties": _places(chosen), "scan": file.digest})
    signing.revision += 1
    signing.save()
    return chosen


@transaction.atomic
def compare_scan(
    *,
    acting_user: Any,
    contract: Contract,
    scan: UUID,
    agrees: bool,
    finding: str = "",
    signed_on: date | None = None,
) -> Signing:
    """Say whether a scan (the key of its file) is the paper that was put to signature, with all stamps it is said
    to carry.

    By another party than the one that brought it; by an officer where no other is on record. One that differs
    (`finding` says where) is brought again. The last one that agrees brings the contract into force on `signed_on`,
    the last day written on the paper (today, if none is given). Raises Impossible with the field, PermissionRefused.
    """
    permissions.require(acting_user, "contracts.compare_scan", contract)
    row = locked_now(contract.pk)
    signing = _on_paper(row)
    held = list(
        signing.signatures.select_for_update(of=("self",)).filter(scan=scan, state=SignatureState.BROUGHT)
    )
    if not held:
        raise Impossible(_("This scan does not wait to be compared any more. Open the page again."))
    _require_another(acting_user, row, held[0])
    _require_day(signing, signed_on)
    words = " ".join(finding.split())[:500]
    if not agrees and not words:
        raise Impossible(_("Say where the scan differs."), field="finding")
    now = clock.now()
    for one in held:
        one.compared_by, one.compared_at = acting_user, now
        if agrees:
            one.state, one.signed_at = SignatureState.SIGNED, now
        else:
            one.state, one.finding = SignatureState.WAITING, words
            todos.ask_to_sign(acting_user, signing, one)
        one.save()
    recorded.record(
        acting_user,
        row,
        kinds.COMPARED,
        {"parties": _places(held), "scan": held[0].scan.digest if held[0].scan else "", "agrees": agrees},
    )
    if not signing.signatures.filter(state=SignatureState.BROUGHT).exists():
        todos.compared(acting_user, signing)
    if not agrees:
        told.scan_differs(acting_user, signing, words)
    conclude_where_all_signed(acting_user, row, signing, signed_on)
    return signing


def _on_paper(row: Contract) -> Signing:
    signing = open_signing(row)
    if signing.way != SigningWay.PAPER:
        raise Impossible(
            _("This contract is signed electronically. Take it back to have it signed on paper.")
        )
    return signing


def _require_another(user: Any, row: Contract, brought: PartySignature) -> None:
    units = comparing_units(row, brought)
    other = any(holding.represents(user, unit) for unit in units)
    if brought.brought_by_id == user.pk or not (other or (not units and is_officer(user, None))):
        raise Impossible(
            _(
                "A scan is compared by another party, or by an officer where none is on record; not by who brought it."
            )
        )


def _require_day(signing: Signing, day: date | None) -> None:
    if day is None:
        return
    if day > clock.today():
        raise Impossible(_("The day of signing is still to come."), field="signed_on")
    if day < legal_day(signing.version.made_at):
        raise Impossible(
            _("The paper was written after this day. Write the last day that stands on it."),
            field="signed_on",
        )


def _places(signatures: Sequence[PartySignature]) -> list[str]:
    return [f"{one.side}-{one.position}" for one in signatures]
