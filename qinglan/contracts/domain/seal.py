"""Verbs on electronic signatures: sign by the provider of this installation, or take what a provider made."""

from typing import Any

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

    The last one brings the contract into force. Raises Impossible: not being signed (any more), signed already, on
    paper, the provider can't; PermissionRefused.
    """
    row, signing, mine = _locked(acting_user, contract, party)
    provider = port.provider(signing.provider)
    facts = row.parties.filter(side=mine.side, position=mine.position).values("code").first()
    sealed = provider.seal(
        port.Order(
            pdf=current(signing),
            field=f"party-{mine.side}-{mine.position}",
            organisation=mine.name,
            code=facts["code"] if facts else "",
            person=str(acting_user),
            reason=f"{row.number} v{signing.version.number} {signing.version.code_shown}",
            town=row.sign_place,
            place=_place(signing, mine),
        )
    )
    return _take(acting_user, row, signing, mine, sealed)


@transaction.atomic
def take_sealed(*, acting_user: Any, contract: Contract, party: int, content: bytes) -> Signing:
    """Take the file that a provider sealed by itself, outside of this system: the current one with one signature more.

    For providers that answer later. Raises Impossible where it is anything else; PermissionRefused.
    """
    row, signing, mine = _locked(acting_user, contract, party)
    return _take(acting_user, row, signing, mine, content)


def _place(signing: Signing, mine: PartySignature) -> Place | None:
    """Where the party signs: the paper names the buyers first."""
    rows = sorted(signing.signatures.all(), key=lambda one: (one.side != PartySide.BUYER, one.position))
    found = places(store.read(signing.paper.digest), len(rows))
    return dict(zip([one.pk for one in rows], found, strict=False)).get(mine.pk)


def current(signing: Signing) -> bytes:
    """The paper with the signatures so far."""
    return store.read((signing.signed or signing.paper).digest)


def _locked(user: Any, contract: Contract, party: int) -> tuple[Contract, Signing, PartySignature]:
    row = locked_now(contract.pk)
    signing = open_signing(row)
    mine = signing.signatures.select_for_update(of=("self",)).filter(pk=party).first()
    permissions.require(user, "contracts.sign", mine)
    assert mine is not None  # nobody binds a party that is not there
    if signing.way != SigningWay.ELECTRONIC:
        raise Impossible(_("This contract is signed on paper. Print it, have it stamped and bring the scan."))
    if mine.state == SignatureState.SIGNED:
        raise Impossible(_("{name} has signed already.").format(name=mine.name))
    return row, signing, mine


def _take(acting_user: Any, row: Contract, signing: Signing, mine: PartySignature, sealed: bytes) -> Signing:
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
    mine.authority = signing_paper(acting_user, mine.organisation_id)[:300]
    mine.save()
    recorded.record(
        acting_user,
        row,
        kinds.SEALED,
        {
            "party": f"{mine.side}-{mine.position}",
            "provider": signing.provider,
            "certificate": found.serial,
            "file": signing.signed.digest,
        },
    )
    todos.signed(acting_user, signing, mine, "contracts.sign")
    conclude_where_all_signed(acting_user, row, signing)
    return signing
