"""What happens to listings: their own log, the events and the changes, in the transaction of the act.

Each technology has a stream ``technology:<key>``, each need ``need:<key>``, each file that was brought in
``market-import:<key>``.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import clock, events, outbox
from qinglan.market.matching.later import refresh_later
from qinglan.market.models import NeedStep, Step, TechnologyStep

_SAYS = {
    Step.BEGUN: _("A technology or need was begun: owner, title."),
    Step.IMPORTED: _("A technology or need was brought in from a file: source, key there, state."),
    Step.HANDED_IN: _("It was handed in for the first check."),
    Step.FIRST_PASSED: _("The first check was passed: points confirmed, day and basis of the secrecy check."),
    Step.RETURNED: _("It was returned for correction: coded reasons, note."),
    Step.TAKEN_BACK: _("Its owner took it back before it was checked."),
    Step.PUBLISHED: _("It became public: digest of what is public, points confirmed, last day."),
    Step.AMENDED: _("A change of a public one passed the checks and was taken over: digest, last day."),
    Step.RENEWED: _("Its owner confirmed that it is current: new last day."),
    Step.EXPIRED: _("It expired: its last day."),
    Step.WITHDRAWN: _("It was withdrawn, with the reason."),
}
KINDS = {
    step: events.register_kind(f"market.listing-{step.value.replace('_', '-')}", says).name
    for step, says in _SAYS.items()
}
APPLICATION = events.register_kind(
    "market.application-confirmed", _("An officer confirmed an application of a technology: basis.")
).name
FILE = events.register_kind(
    "market.file-imported", _("A file was brought in: name, digest, mapping, rows new, changed, refused.")
).name
TECHNOLOGY_CHANGED = outbox.register_kind(
    "market.technology-changed", _("A technology changed; the key is its number.")
).name
NEED_CHANGED = outbox.register_kind("market.need-changed", _("A need changed; the key is its number.")).name
CHANGED = {"technology": TECHNOLOGY_CHANGED, "need": NEED_CHANGED}
_MATCHED = frozenset({Step.PUBLISHED, Step.AMENDED, Step.RENEWED, Step.EXPIRED, Step.WITHDRAWN})
"""Steps after which matches are found anew, or end."""
STEPS: dict[str, Any] = {"technology": TechnologyStep, "need": NeedStep}
events.register_prefix("technology", _("Technologies"))
events.register_prefix("need", _("Needs"))
events.register_prefix("market-import", _("Files brought in to the market"))


def record(
    acting_user: Any,
    step: Step,
    listing: Any,
    *,
    note: str = "",
    reasons: Sequence[str] = (),
    checked: Sequence[str] = (),
    checklist: str = "",
    **payload: Any,
) -> Any:
    """Log a step of `listing`, append its event and queue its change; within the caller's transaction."""
    row = STEPS[listing.SIDE].objects.create(
        listing=listing,
        step=step,
        note=note,
        reasons=list(reasons),
        checked=list(checked),
        checklist=checklist,
        acting_user=acting_user,
        happened_at=clock.now(),
    )
    content = {
        "title": listing.title,
        "owner": listing.owner.code,
        "revision": listing.revision,
        "note": note,
        "reasons": list(reasons),
        "checked": list(checked),
        "checklist": checklist,
        **payload,
    }
    events.append(stream=listing.key, kind=KINDS[step], payload=content, actor=acting_user)
    changed(listing)
    if step in _MATCHED:
        refresh_later(listing)
    return row


def changed(listing: Any) -> None:
    """Queue that `listing` changed; within the caller's transaction."""
    outbox.enqueue(CHANGED[listing.SIDE], str(listing.pk))
