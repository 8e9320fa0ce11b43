"""What every way of sealing shares: the locked rows, the file so far, and taking one with a signature more. Parts of verbs."""

from typing import Any

from django.utils.translation import gettext as _

from qinglan.contracts import recorded
from qinglan.contracts.domain.contract_state import locked_now
from qinglan.contracts.domain.signing import conclude_where_all_signed, open_signing
from qinglan.contracts.models import Contract, PartySignature, SignatureState, Signing, SigningWay
from qinglan.contracts.signing import port, todos
from qinglan.contracts.signing import recorded as kinds
from qinglan.contracts.signing.holders import HOLDER
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents import store
from qinglan.kernel.documents.domain.file import store_file


def current(signing: Signing) -> bytes:
    """The paper with the signatures so far."""
    return store.read((signing.signed or signing.paper).digest)


def locked_seal(
    user: Any, contract: Contract, party: int, permission: str
) -> tuple[Contract, Signing, PartySignature]:
    """Contract, signing and signature, locked in this order, within the caller's transaction.

    Raises PermissionRefused; Impossible: on paper, signed already, another party's seal is being made.
    """
    row = locked_now(contract.pk)
    signing = open_signing(row)
    mine = signing.signatures.select_for_update(of=("self",)).filter(pk=party).first()
    permissions.require(user, permission, mine)
    assert mine is not None  # nobody binds a party that is not there
    mine.signing = signing
    if signing.way != SigningWay.ELECTRONIC:
        raise Impossible(_("This contract is signed on paper. Print it, have it stamped and bring the scan."))
    if mine.state == SignatureState.SIGNED:
        raise Impossible(_("{name} has signed already.").format(name=mine.name))
    other = signing.signatures.filter(state=SignatureState.ASKED).exclude(pk=mine.pk).first()
    if other is not None:
        raise Impossible(
            _(
                "The seal of {name} is with the provider. Each seal is made on top of the one before: sign when it has come, or when its order was given up."
            ).format(name=other.name)
        )
    return row, signing, mine


def take(acting_user: Any, row: Contract, signing: Signing, mine: PartySignature, sealed: bytes) -> Signing:
    """Check what a provider made and keep it, within the caller's transaction that locked all three.

    `mine.authority` says by what paper the party is bound. Raises Impossible where it isn't what was asked for.
    """
    from qinglan.contracts.signing import checking  # noqa: PLC0415 - pyHanko is slow to load, and seldom used

    roots = port.provider(signing.provider).roots()
    found = checking.require_one_more(current(signing), sealed, roots, mine.name)
    signing.signed = store_file(
        acting_user=acting_user,
        name=f"{row.number}-v{signing.version.number}-signed.pdf",
        content=sealed,
        holder=HOLDER,
        holder_key=row.number,
    )
    mine.state, mine.signed_at = SignatureState.SIGNED, clock.now()
    mine.certificate = f"{found.organisation} · {found.person}"
    mine.serial = found.serial
    mine.finding = ""
    mine.save()
    recorded.record(
        acting_user,
        row,
        kinds.SEALED,
        {
            "party": f"{mine.side}-{mine.position}",
            "provider": signing.provider,
            "certificate": found.serial,
            "order": str(mine.order or ""),
            "file": signing.signed.digest,
        },
        personal={"signatory": found.person, "authority": mine.authority},
        subject=f"user:{(mine.ordered_by or acting_user).pk}",
    )
    todos.signed(acting_user, signing, mine, "contracts.sign")
    conclude_where_all_signed(acting_user, row, signing)
    return signing
