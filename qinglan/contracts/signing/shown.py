"""What the page of a contract shows of its signing, and the acts that come next."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.contracts import shown
from qinglan.contracts.drafting.checklist import lacks
from qinglan.contracts.models import (
    Contract,
    ContractState,
    PartySignature,
    SignatureState,
    Signing,
)
from qinglan.contracts.signing import port
from qinglan.contracts.signing.rules import comparing_units, signing_paper
from qinglan.kernel import permissions
from qinglan.kernel.roles import is_officer
from qinglan.parties import holding


def section(user: Any, contract: Contract) -> dict[str, Any] | None:
    """The last signing for who reads the contract, or compares its scan; of a complete draft the act to begin one."""
    reads = bool(permissions.answer(user, "contracts.read", contract))
    last = last_signing(contract)
    if not reads and not (last and permissions.answer(user, "contracts.compare_scan", contract)):
        return None
    acts = _begin(user, contract) if contract.state == ContractState.DRAFT else []
    if last is None and not acts:
        return None
    if last is not None and last.is_open:
        acts = [{"label": _("Go on to the signing"), "url": _url(contract), "post": False, "primary": True}]
    return {
        "signing": last,
        "signatures": lines(user, last) if last else [],
        "provider": port.known(last.provider) if last else None,
        "acts": acts,
    }


def last_signing(contract: Contract) -> Signing | None:
    """The newest signing with all that pages show of it."""
    return (
        contract.signings.select_related("version", "paper", "signed", "opened_by", "ended_by")
        .prefetch_related(
            "signatures__scan",
            "signatures__brought_by",
            "signatures__compared_by",
            "signatures__ordered_by",
        )
        .first()
    )


def lines(user: Any, signing: Signing) -> list[dict[str, Any]]:
    """Each party with what this reader may do about it now."""
    return [
        {
            "row": one,
            "seals": _seals(user, signing, one),
            "brings": signing.is_open
            and one.state == SignatureState.ASKED
            and bool(permissions.answer(user, "contracts.bring_seal", one)),
            "compares": signing.is_open
            and one.state == SignatureState.BROUGHT
            and may_compare(user, signing, one),
        }
        for one in signing.signatures.all()
    ]


def asked_of_provider(signing: Signing) -> PartySignature | None:
    """The party whose seal is being made by a provider that answers later, if one is."""
    if not signing.is_open:
        return None
    return next((one for one in signing.signatures.all() if one.state == SignatureState.ASKED), None)


def _seals(user: Any, signing: Signing, one: PartySignature) -> bool:
    waits = signing.is_open and signing.way == "electronic" and one.state == SignatureState.WAITING
    if waits and any(other.state == SignatureState.ASKED for other in signing.signatures.all()):
        return False  # each seal is made on top of the one before
    return waits and signing_paper(user, one.organisation_id) != ""


def may_compare(user: Any, signing: Signing, one: PartySignature) -> bool:
    """Whether this reader is another party than who brought the scan, or an officer where there is none."""
    units = comparing_units(signing.contract, one)
    return any(holding.represents(user, unit) for unit in units) or (not units and is_officer(user, None))


def _begin(user: Any, contract: Contract) -> list[dict[str, Any]]:
    version = contract.versions.order_by("-number").prefetch_related("clauses").first()
    ready = version is not None and not any(one.must for one in lacks(contract, version))
    if not ready or not permissions.answer(user, "contracts.put_to_signature", contract):
        return []
    url = reverse("contracts:put-to-signature", args=[contract.number])
    return [{"label": _("Put to signature"), "url": url, "post": False, "primary": True}]


def _url(contract: Contract) -> str:
    return reverse("contracts:signing", args=[contract.number])


shown.register(25, "contracts/signing/_signing.html", section)
