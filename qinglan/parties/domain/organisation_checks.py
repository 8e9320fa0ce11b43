"""Checks that several verbs on organisations share."""

from datetime import date

from django.utils.translation import gettext as _

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.parties.models.organisation import Organisation


def said(text: str, field: str, longest: int = 300) -> str:
    """`text` as one line; raises Impossible where there is none, or too much."""
    line = " ".join(text.split())
    if not line:
        raise Impossible(_("Say on what basis: document, number, date."), field=field)
    if len(line) > longest:
        raise Impossible(_("At most {limit} characters are taken here.").format(limit=longest), field=field)
    return line


def past(on: date, field: str = "on") -> date:
    """`on`, unless it lies ahead (Impossible)."""
    if on > clock.today():
        raise Impossible(_("The day lies ahead. Record the act when it has happened."), field=field)
    return on


def live(organisation: Organisation, field: str | None = None) -> Organisation:
    """`organisation`, unless it has ended (Impossible)."""
    if organisation.has_ended:
        raise Impossible(
            _("“{name}” has ended ({state}); nothing more is done to it.").format(
                name=organisation.name, state=organisation.get_state_display()
            ),
            field=field,
        )
    return organisation
