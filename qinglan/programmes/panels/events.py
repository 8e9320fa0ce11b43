"""What happens to panels, as events in the stream ``panel:<key>``. Experts stand in them by pseudonym only."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events
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
VISITS_DRAWN = events.register_kind(
    "programmes.visits-drawn", _("The cases to be visited were drawn: share, seed, order of all, how many.")
).name
VISIT_CONCLUDED = events.register_kind(
    "programmes.visit-concluded", _("A site visit was concluded: findings, digest of the signed report.")
).name


def _panels(user: Any) -> QuerySet[Panel]:
    return panels_of(user) if holds_somewhere(user, *OFFICES) else Panel.objects.none()


events.register_rows("panel", _("Panels of experts"), rows=_panels)


def note_panel(acting_user: Any, kind: str, panel: Panel, /, **payload: Any) -> None:
    """Append an event about `panel`, within the caller's transaction."""
    events.append(stream=f"panel:{panel.pk}", kind=kind, payload=payload, actor=acting_user)
