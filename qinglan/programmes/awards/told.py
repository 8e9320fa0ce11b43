"""What the holder of an award is told."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.messages.domain.message import send_message
from qinglan.kernel.messages.templates_registry import register
from qinglan.parties.holding import ACTS, people_of
from qinglan.programmes.models import Award

TEMPLATES = {
    "warned": register(
        "programmes.award-warned",
        _("Warning: %(award)s"),
        _("The award %(award)s was warned: %(reason)s"),
    ).name,
    "rectify": register(
        "programmes.award-rectify",
        _("Rectification asked for: %(award)s"),
        _("The award %(award)s has to be put right until %(due)s: %(reason)s Hand in your plan on its page."),
    ).name,
    "rectified": register(
        "programmes.award-rectified",
        _("Rectification checked: %(award)s"),
        _("The rectification of %(award)s was checked: %(reason)s"),
    ).name,
    "revoked": register(
        "programmes.award-revoked",
        _("Revoked: %(award)s"),
        _("The award %(award)s was revoked: %(reason)s Its page says on which ground and what you can do."),
    ).name,
    "renewed": register(
        "programmes.award-renewed",
        _("Renewed: %(award)s"),
        _(
            "The award %(award)s was renewed, valid until %(reason)s. A new certificate follows where the last day changed."
        ),
    ).name,
    "evaluate": register(
        "programmes.award-evaluate",
        _("Re-evaluation due on %(due)s: %(award)s"),
        _(
            "The award %(award)s is to be evaluated again by %(due)s: %(reason)s Begin the application on its page."
        ),
    ).name,
    "expired": register(
        "programmes.award-expired",
        _("Validity over: %(award)s"),
        _("The award %(award)s ran out on %(due)s."),
    ).name,
    "reminder": register(
        "programmes.duty-reminder",
        _("Due on %(due)s: %(award)s"),
        _("For the award %(award)s this is due on %(due)s: %(reason)s"),
    ).name,
    "late": register(
        "programmes.duty-late",
        _("Overdue: %(award)s"),
        _("For the award %(award)s this was due on %(due)s: %(reason)s It can still be handed in."),
    ).name,
    "returned": register(
        "programmes.duty-returned",
        _("Your report was given back: %(award)s"),
        _("The report on %(award)s was given back: %(reason)s"),
    ).name,
}


def tell_holder(
    *, acting_user: Any, award: Award, what: str, reason: str = "", due: date | None = None, url: str = ""
) -> None:
    """Tell all who act for the holder, within the caller's transaction; `what` is a key of `TEMPLATES`."""
    send_message(
        acting_user=acting_user,
        recipients=people_of(award.holder, *ACTS),
        template=TEMPLATES[what],
        values={
            "award": f"{award.version.title_zh} {award.number}",
            "reason": reason,
            "due": due.isoformat() if due else "—",
        },
        url=url or award.get_absolute_url(),
    )
