"""Verbs on electronic signatures: sign by the provider of this installation, or take what a provider made.

See `seal_order` for what a provider makes later.
"""

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts import recorded
from qinglan.contracts.domain.contract_state import locked_now
from qinglan.contracts.domain.signing import conclude_where_all_signed, open_signing
from qinglan.contracts.models import Contract, PartySide, PartySignature, SignatureState, Signing, SigningWay
from qinglan.contracts.signing import checking, port, todos
from qinglan.contracts.signing import recorded as kinds
from qinglan.contracts.signing.holders import HOLDER
from qinglan.contracts.signing.place import Place, places
from qinglan.contracts.signing.rules import signing_paper
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents import store
from qinglan.kernel.documents.domain.file import store_file


@transaction.atomic
def sign_electronically(*, acting_user: Any, contract: Contract, party: int) -> Signing:
    """Sign for a party (the key of its signature) through the provider, as its authorised signatory.

    Where the provider answers later, the order is kept and the party waits for it. The last one brings the contract
    into force. Raises Impossible: not being signed (any more), signed already, on paper, with the provider already,
    another party's seal is being made, the provider can't; PermissionRefused.
    """
    row, signing, mine = locked_seal(acting_user, contract, party, "contracts.sign")
    if mine.state == SignatureState.ASKED:
        raise Impossible(
            _(
                "The seal of {name} is with the provider. Bring what it made, or give the order up first."
            ).format(name=mine.name)
        )
    provider = port.provider(signing.provider)
    facts = row.parties.filter(side=mine.side, position=mine.position).values("code").first()
    key = uuid4()
    made = provider.seal(
        port.Order(
            pdf=current(signing),
            field=f"party-{mine.side}-{mine.position}",
            organisation=mine.name,
            code=facts["code"] if facts else "",
            person=str(acting_user),
            reason=f"{row.number} v{signing.version.number} {signing.version.code_shown}",
            town=row.sign_place,
            place=_place(signing, mine),
            key=str(key),
        )
    )
    mine.authority = signing_paper(acting_user, mine.organisation_id)[:300]
    if isinstance(made, port.Later):
        return _order(acting_user, row, signing, mine, key)
    return take(acting_user, row, signing, mine, made)


@transaction.atomic
def take_sealed(*, acting_user: Any, contract: Contract, party: int, content: bytes) -> Signing:
    """Take the file that a provider sealed by itself, outside of this system: the current one with one signature more.

    Brought by the signatory of the party; what was ordered by him, by anybody who does business for the party.
    Raises Impossible where it is anything else; PermissionRefused.
    """
    row, signing, mine = locked_seal(acting_user, contract, party, "contracts.bring_seal")
    mine.authority = mine.authority or signing_paper(acting_user, mine.organisation_id)[:300]
    return take(acting_user, row, signing, mine, content)


def _place(signing: Signing, mine: PartySignature) -> Place | None:
    """Where the party signs: the paper names the buyers first."""
    rows = sorted(signing.signatures.all(), key=lambda one: (one.side != PartySide.BUYER, one.position))
    found = places(store.read(signing.paper.digest), len(rows))
    return dict(zip([one.pk for one in rows], found, strict=False)).get(mine.pk)


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


def _order(user: Any, row: Contract, signing: Signing, mine: PartySignature, key: UUID) -> Signing:
    """The provider answers later: keep the order."""
    mine.state, mine.order, mine.finding = SignatureState.ASKED, key, ""
    mine.ordered_by, mine.ordered_at = user, clock.now()
    mine.save()
    recorded.record(
        user,
        row,
        kinds.ORDERED,
        {
            "party": f"{mine.side}-{mine.position}",
            "provider": signing.provider,
            "order": str(key),
            "file": (signing.signed or signing.paper).digest,
        },
        personal={"authority": mine.authority},
        subject=f"user:{user.pk}",
    )
    signing.revision += 1
    signing.save()
    return signing


def take(acting_user: Any, row: Contract, signing: Signing, mine: PartySignature, sealed: bytes) -> Signing:
    """Check what a provider made and keep it, within the caller's transaction that locked all three.

    `mine.authority` says by what paper the party is bound. Raises Impossible where it isn't what was asked for.
    """
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
