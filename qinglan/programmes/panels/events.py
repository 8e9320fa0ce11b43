"""What happens to panels, as events in the stream ``panel:<key>``. Experts stand in them by pseudonym only."""

from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events, permissions
from qinglan.parties.holding import holds_somewhere
from qinglan.programmes.models import Panel
from qinglan.programmes.queries.panel import panels_of
from qinglan.programmes.seeing import OFFICES

COMMITTED = events.register_kind(
    "programmes.draw-committed",
    _("A draw of experts was committed to: digest over pool and seed, terms, number of cases."),
).name
DRAWN = events.register_kind("programmes.experts-drawn", _("The order of a draw was called up.")).name
SEAT_CHANGED = events.register_kind(
    "programmes.seat-changed", _("A drawn expert was invited, accepted, declined or was replaced, and how.")
).name
EXCLUDED = events.register_kind(
    "programmes.expert-excluded", _("A drawn expert may not read a case: the kind of tie.")
).name
PANEL_CANCELLED = events.register_kind(
    "programmes.panel-cancelled", _("A draw was cancelled before the review, and why.")
).name
CASE_REDRAWN = events.register_kind(
    "programmes.case-redrawn", _("A case was taken out of its panel to be drawn for anew, and why.")
).name
DRAW_PUBLISHED = events.register_kind(
    "programmes.draw-published", _("Seed and pseudonymous pool of a draw were made public.")
).name
SHEET_SUBMITTED = events.register_kind(
    "programmes.sheet-submitted", _("A score sheet was handed in: its number, digest and way.")
).name
REVIEWED = events.register_kind(
    "programmes.review-concluded", _("The review of a case was concluded: sheets, score, grade, outcome.")
).name
FEEDBACK_SENT = events.register_kind(
    "programmes.feedback-sent", _("The applicant was told how the review came out: the coded reasons.")
).name
VISIT_PLANNED = events.register_kind(
    "programmes.visit-planned", _("A site visit was planned: day, team.")
).name
VISIT_CONCLUDED = events.register_kind(
    "programmes.visit-concluded", _("A site visit was concluded: findings, digest of the signed report.")
).name


def _visible(user: Any, stream: str) -> bool:
    key = stream.partition(":")[2]
    panel = Panel.objects.filter(pk=key).first() if key.isdecimal() else None
    return panel is not None and bool(permissions.answer(user, "programmes.see_panel", panel))


def _listed(user: Any, heads: QuerySet[Any]) -> QuerySet[Any]:
    if not holds_somewhere(user, *OFFICES):
        return heads.none()
    streams = panels_of(user).annotate(stream=Concat(Value("panel:"), Cast("pk", CharField())))
    return heads.filter(stream__in=streams.values("stream"))


events.register_prefix("panel", _("Panels of experts"), visible=_visible, listed=_listed)


def note_panel(acting_user: Any, kind: str, panel: Panel, /, **payload: Any) -> None:
    """Append an event about `panel`, within the caller's transaction."""
    events.append(stream=f"panel:{panel.pk}", kind=kind, payload=payload, actor=acting_user)
