"""What happens to public notices, as events in the stream ``notice:<key>``. Nobody who objected is named there."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel import events
from qinglan.kernel.events import register_kind
from qinglan.parties.holding import holds_somewhere
from qinglan.programmes.models import Notice
from qinglan.programmes.seeing import OFFICES

POSTED = register_kind(
    "programmes.notice-posted", _("A public notice was posted: how many cases, how long, until when.")
).name
EXTENDED = register_kind(
    "programmes.notice-extended", _("A public notice was extended: end before and after, reason, outage.")
).name
ADDED = register_kind(
    "programmes.notice-added", _("Cases were added to a public notice, which runs anew: which, until when.")
).name
TAKEN_DOWN = register_kind(
    "programmes.notice-taken-down", _("A public notice was taken down before its end, with the reason.")
).name
CLOSED = register_kind(
    "programmes.notice-closed", _("A public notice ended: how many cases went on, which are held.")
).name
SNAPSHOT = register_kind(
    "programmes.notice-snapshot", _("What a public notice showed at a moment: the digest of its content.")
).name
OBJECTED = register_kind(
    "programmes.objection-received", _("An objection came in time: its number, the case that it holds.")
).name
RULED = register_kind(
    "programmes.objection-ruled", _("An objection was ruled on: dismissed or upheld, by which clause.")
).name
ANSWERED = register_kind("programmes.objection-answered", _("Who objected was answered.")).name
LEAD_SENT = register_kind("programmes.lead-received", _("A lead without a name came in.")).name
LEAD_NOTED = register_kind("programmes.lead-noted", _("A lead was looked into.")).name


def _visible(user: Any, stream: str) -> bool:
    return holds_somewhere(user, *OFFICES)


def _listed(user: Any, heads: QuerySet[Any]) -> QuerySet[Any]:
    return heads if holds_somewhere(user, *OFFICES) else heads.none()


events.register_prefix(
    "notice", pgettext_lazy("programmes", "Public notices"), visible=_visible, listed=_listed
)


def record(acting_user: Any, kind: str, notice: Notice, /, **payload: Any) -> None:
    """Append an event about a notice, within the caller's transaction."""
    events.append(stream=f"notice:{notice.pk}", kind=kind, payload=payload, actor=acting_user)
