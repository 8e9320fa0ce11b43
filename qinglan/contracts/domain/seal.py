"""Verbs on electronic signatures: sign by the provider of this installation, or take what a provider made.

See `seal_order` for what a provider makes later.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts.domain import seal_asking
from qinglan.contracts.domain.seal_taking import locked_seal, take
from qinglan.contracts.models import Contract, SignatureState, Signing
from qinglan.contracts.signing import port
from qinglan.contracts.signing.rules import signing_paper
from qinglan.kernel.conflicts import Impossible


def sign_electronically(*, acting_user: Any, contract: Contract, party: int) -> Signing:
    """Sign for a party (the key of its signature) through the provider, as its authorised signatory.

    In this order: 1. permission, locks, state; 2. a seal that is made here is made and taken in one transaction; else
    3. the order is kept and committed, so that nothing is asked for outside that nobody here knows; 4. the provider is
    called, outside of every transaction; 5. its answer is entered in a second one. Where it answers later, or no answer
    comes, the party waits (`is_unanswered`). The last one brings the contract into force. Raises Impossible: not being
    signed (any more), signed already, on paper, with the provider already, another party's seal is being made, the
    provider can't; PermissionRefused.
    """
    with transaction.atomic(durable=True):
        row, signing, mine = locked_seal(acting_user, contract, party, "contracts.sign")
        if mine.state == SignatureState.ASKED:
            raise Impossible(
                _(
                    "The seal of {name} is with the provider. Bring what it made, or give the order up first."
                ).format(name=mine.name)
            )
        provider = port.provider(signing.provider)
        mine.authority = signing_paper(acting_user, mine.organisation_id)[:300]
        if not provider.is_outside:
            made = provider.seal(seal_asking.order_of(row, signing, mine, acting_user))
            assert isinstance(made, bytes)  # what is made here is made at once
            return take(acting_user, row, signing, mine, made)
        order = seal_asking.keep_order(acting_user, row, signing, mine)
    return seal_asking.ask(acting_user=acting_user, provider=provider, order=order)


@transaction.atomic
def take_sealed(*, acting_user: Any, contract: Contract, party: int, content: bytes) -> Signing:
    """Take the file that a provider sealed by itself, outside of this system: the current one with one signature more.

    Brought by the signatory of the party; what was ordered by him, by anybody who does business for the party.
    Raises Impossible where it is anything else; PermissionRefused.
    """
    row, signing, mine = locked_seal(acting_user, contract, party, "contracts.bring_seal")
    mine.authority = mine.authority or signing_paper(acting_user, mine.organisation_id)[:300]
    return take(acting_user, row, signing, mine, content)
