"""What happens to yearly reports, as events of the organisation's stream; amounts never stand in the chain."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events
from qinglan.kernel.messages.templates_registry import register
from qinglan.parties.models.organisation_figure import YearlyReport

_SAYS = {
    "submitted": _(
        "An organisation submitted its figures of a year: form, year, version, digest of the answers."
    ),
    "returned": _("An officer returned the figures of a year, with the reason."),
    "accepted": _("An officer accepted the figures of a year: form, year, version, digest of the answers."),
    "correction-begun": _("An organisation began to correct accepted figures, with the reason."),
}
KINDS = {name: events.register_kind(f"yearly.{name}", says).name for name, says in _SAYS.items()}
RETURNED = register(
    "yearly.returned",
    _("Your figures of %(year)s were returned"),
    _("%(organisation)s, %(form)s. What to change: %(reason)s"),
).name
ACCEPTED = register(
    "yearly.accepted", _("Your figures of %(year)s were accepted"), _("%(organisation)s, %(form)s.")
).name


def record(acting_user: Any, what: str, report: YearlyReport, **payload: Any) -> None:
    """Append an event about `report`."""
    events.append(
        stream=f"organisation:{report.organisation_id}",
        kind=KINDS[what],
        payload={"form": report.form_slug, "year": report.year, "version": report.version, **payload},
        actor=acting_user,
    )
