"""What the parties are told about a signing."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models import PartySignature, Signing
from qinglan.contracts.parties_told import tell_parties
from qinglan.kernel.messages.domain.message import send_message
from qinglan.kernel.messages.templates_registry import register

PUT = register(
    "contracts.put_to_signature",
    _("To be signed: %(title)s"),
    _(
        "Version %(number)s of %(title)s was put to signature by %(by)s. Sign it, or take it back with a reason."
    ),
).name
REFUSED = register(
    "contracts.scan_differs",
    _("Bring the scan again: %(title)s"),
    _("The scan of %(title)s is not the paper that was put to signature: %(finding)s"),
).name
WITHDRAWN = register(
    "contracts.signing_withdrawn",
    _("Taken back from signing: %(title)s"),
    _("%(title)s was taken back from signing: %(reason)s. It is a draft again."),
).name
ANSWER_REFUSED = register(
    "contracts.seal_refused",
    _("The seal was refused: %(title)s"),
    _("What the provider of seals sent for %(title)s was not taken: %(finding)s"),
).name
CONCLUDED = register(
    "contracts.signing_concluded",
    _("Signed by all: %(title)s"),
    _("%(title)s is in force. Registration and payment come next."),
).name


def put(acting_user: Any, signing: Signing) -> None:
    """All parties."""
    _tell(acting_user, signing, PUT, number=str(signing.version.number), by=str(acting_user))


def scan_differs(acting_user: Any, signing: Signing, finding: str) -> None:
    """All parties: who brought it brings it again."""
    _tell(acting_user, signing, REFUSED, finding=finding)


def withdrawn(acting_user: Any, signing: Signing) -> None:
    """All parties, with the reason."""
    _tell(acting_user, signing, WITHDRAWN, reason=signing.reason)


def answer_refused(acting_user: Any, signature: PartySignature) -> None:
    """Who ordered the seal: what came was not taken."""
    contract = signature.signing.contract
    if signature.ordered_by is not None:
        send_message(
            acting_user=acting_user,
            recipients=[signature.ordered_by],
            template=ANSWER_REFUSED,
            values={"title": str(contract), "finding": signature.finding},
            url=reverse("contracts:signing", args=[contract.number]),
        )


def concluded(acting_user: Any, signing: Signing) -> None:
    """All parties."""
    _tell(acting_user, signing, CONCLUDED)


def _tell(acting_user: Any, signing: Signing, template: str, **values: str) -> None:
    contract = signing.contract
    url = reverse("contracts:signing", args=[contract.number])
    tell_parties(acting_user, contract, template, values, url=url)
