"""Events of sealed bidding.

What concerns a lot stands in its stream. Each envelope has a stream ``envelope:<random id>`` of its own, written by
nobody in particular, with the lot as a salted digest: nobody sees it before the opening, then everybody may.
"""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events

PREFIX = "envelope"
NOBODY = "system"
"""The actor of every event of an envelope."""


def _visible(user: Any, stream: str) -> bool:
    from qinglan.auctions.models import OpenedEnvelope  # noqa: PLC0415 - declared before models are loaded

    return OpenedEnvelope.objects.filter(envelope=stream.partition(":")[2]).exists()


def _listed(user: Any, heads: QuerySet[Any]) -> QuerySet[Any]:
    from qinglan.auctions.models import OpenedEnvelope  # noqa: PLC0415 - as above

    names = OpenedEnvelope.objects.annotate(stream=Concat(Value(f"{PREFIX}:"), "envelope_id"))
    return heads.filter(Exists(names.filter(stream=OuterRef("stream"))))


events.register_prefix(PREFIX, _("Sealed envelopes"), visible=_visible, listed=_listed)
NAMED = events.register_kind(
    "auctions.openers-named", _("Three openers of a lot have their keys: places, public keys, fingerprints.")
).name
REPLACED = events.register_kind(
    "auctions.opener-replaced", _("An opener was replaced before the deadline: which place, why.")
).name
REHEARSED = events.register_kind(
    "auctions.opening-rehearsed", _("All three openers opened a test envelope, any two of them.")
).name
BEGUN = events.register_kind(
    "auctions.opening-begun", _("An opening began: every envelope of the lot with its commitment.")
).name
OPENED = events.register_kind(
    "auctions.envelopes-opened",
    _("Envelopes were opened: for each what became of it, its bid, and the nonce that proves it."),
).name
OWN = events.register_kind(
    "auctions.openers-failed",
    _("The openers could not open; bidders open their own until a stated time: why."),
).name
RECEIVED = events.register_kind(
    "auctions.envelope-received", _("An envelope was received: commitment, digests of its contents.")
).name
ENDED = events.register_kind(
    "auctions.envelope-ended", _("An envelope was taken back before the deadline: withdrawn or replaced.")
).name


def stream(envelope: str) -> str:
    """The stream of an envelope."""
    return f"{PREFIX}:{envelope}"
