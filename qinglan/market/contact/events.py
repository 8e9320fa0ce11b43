"""What happens in contacts, as events and changes. The chain keeps digests of what was said, never the words.

Streams: ``enquiry:<key>`` (enquiry and agreement), ``room:<key>``, ``click-authorisation:<key>``.
"""

import hashlib
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import clock, events, outbox
from qinglan.market.models.enquiry import EnquiryAct, EnquiryStep

_ACTS = {
    EnquiryAct.SENT: _("An enquiry was sent: what about, both organisations, questions, last moment."),
    EnquiryAct.ASKED: _("The side that was asked has asked back: digest of the question."),
    EnquiryAct.REPLIED: _("The asking side replied to the question: digest of the reply."),
    EnquiryAct.ACCEPTED: _("The enquiry was accepted; talks begin."),
    EnquiryAct.DECLINED: _("The enquiry was declined: code of the reason, whether the other side reads it."),
    EnquiryAct.WITHDRAWN: _("The asking side withdrew its enquiry."),
    EnquiryAct.EXPIRED: _("The enquiry expired without an answer."),
    EnquiryAct.NAMED: _("A side that was anonymous said which organisation it is."),
    EnquiryAct.ENDED: _("The talks about an enquiry ended."),
}
KINDS = {act: events.register_kind(f"market.enquiry-{act.value}", says).name for act, says in _ACTS.items()}


def _kind(name: str, says: Any) -> str:
    return events.register_kind(f"market.{name}", says).name


DRAWN_UP = _kind(
    "agreement-drawn-up",
    _("A confidentiality agreement was drawn up: digest of its text, version code, years."),
)
SIGNED = _kind(
    "agreement-signed", _("A side agreed to confidentiality: by click or on paper, on what it rests.")
)
COPY_BROUGHT = _kind("agreement-copy-brought", _("A side brought a stamped copy: digest of the file."))
COPY_REFUSED = _kind(
    "agreement-copy-refused", _("A stamped copy was compared and differs: digest of the finding.")
)
IN_FORCE = _kind("agreement-in-force", _("A confidentiality agreement is in force: first and last day."))
AGREEMENT_ENDED = _kind("agreement-ended", _("A confidentiality agreement ran out."))
SEEN = _kind(
    "protected-seen",
    _("Somebody saw protected parts of a listing under an agreement: which parts of which version."),
)
AUTHORISED = _kind(
    "click-authorised",
    _("An organisation authorised a person to agree by a click: digest of the basis, days."),
)
AUTHORISATION_ENDED = _kind("click-authorisation-ended", _("An authorisation to agree by a click was ended."))
ROOM_OPENED = _kind("room-opened", _("A negotiation room was opened for an accepted enquiry."))
JOINED = _kind("room-joined", _("Somebody takes part in talks: side, role."))
LEFT = _kind("room-left", _("Somebody no longer takes part in talks."))
SAID = _kind("room-said", _("Something was said or sent in a room: number, side, digests of words and file."))
SHARED = _kind("room-shared", _("A side let officers read the room, or no longer does."))
SHEET = _kind("terms-written", _("A version of the terms was written: number, side, digest of its lines."))
OFFERED = _kind("offer-made", _("An offer was made on a version of the terms: until when."))
OFFER_SETTLED = _kind(
    "offer-settled", _("An offer was accepted, countered, declined, withdrawn, expired or became void.")
)
MET = _kind("meeting-logged", _("A talk outside the system was logged: kind, day, digest of the summary."))
MEETING_ANSWERED = _kind("meeting-answered", _("The other side confirmed a logged talk or objected to it."))
ROOM_CLOSED = _kind(
    "room-closed", _("Talks ended: agreed on a version of the terms, or not, with the code of the reason.")
)
HANDED_OVER = _kind(
    "terms-handed-over", _("Agreed terms were handed over for a contract: digest of the terms.")
)
ENQUIRY_CHANGED = outbox.register_kind(
    "market.enquiry-changed", _("An enquiry changed; the key is its number.")
).name
ROOM_CHANGED = outbox.register_kind(
    "market.room-changed", _("Something happened in a negotiation room; the key is its number.")
).name
events.register_prefix("enquiry", _("Enquiries"))
events.register_prefix("room", _("Negotiation rooms"))
events.register_prefix("click-authorisation", _("Authorisations to agree by a click"))


def digest(*texts: str) -> str:
    """The SHA-256 of texts, each ended by a zero byte, so that two splits of one text differ; "" for nothing."""
    if not any(texts):
        return ""
    return hashlib.sha256(b"".join(text.encode() + b"\0" for text in texts)).hexdigest()


def note(acting_user: Any, stream: str, kind: str, **payload: Any) -> None:
    """Append an event, within the caller's transaction."""
    events.append(stream=stream, kind=kind, payload=payload, actor=acting_user)


def record_enquiry(
    acting_user: Any, act: EnquiryAct, enquiry: Any, *, side: str = "", text: str = "", **payload: Any
) -> EnquiryStep:
    """Log a step of an enquiry, append its event, queue its change; within the caller's transaction."""
    row = EnquiryStep.objects.create(
        enquiry=enquiry, act=act, side=side, text=text, acting_user=acting_user, happened_at=clock.now()
    )
    content = {"side": side, "state": enquiry.state, "revision": enquiry.revision, "text": digest(text)}
    note(acting_user, enquiry.key, KINDS[act], **content, **payload)
    outbox.enqueue(ENQUIRY_CHANGED, str(enquiry.pk))
    return row


def record_room(acting_user: Any, kind: str, room: Any, **payload: Any) -> None:
    """Append an event to a room's stream and queue the change; within the caller's transaction."""
    note(acting_user, room.key, kind, **payload)
    outbox.enqueue(ROOM_CHANGED, str(room.pk))
