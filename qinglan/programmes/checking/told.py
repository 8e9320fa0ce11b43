"""What banks and firms are told: alerts of watch lists, requests for data and their answers."""

from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.messages.domain.message import send_message
from qinglan.kernel.messages.templates_registry import register
from qinglan.parties.holding import ACTS, people_of
from qinglan.parties.models import Organisation
from qinglan.programmes.models import DataGrant, DataPart

ALERT = register(
    "programmes.watch-alert",
    _("Watch list: %(holder)s, %(state)s"),
    _("%(scheme)s, No. %(number)s, of %(holder)s (%(code)s): %(state)s on %(day)s. %(reason)s"),
).name
ASKED = register(
    "programmes.data-asked",
    _("%(bank)s asks for data"),
    _(
        "%(bank)s asks to see: %(parts)s. Purpose: %(purpose)s. Nothing is shown unless an administrator or authorised signatory of %(firm)s consents."
    ),
).name
GRANTED = register(
    "programmes.data-granted",
    _("%(firm)s consented"),
    _("%(firm)s lets you see: %(parts)s, until %(until)s. It may withdraw this at any time."),
).name
DECLINED = register(
    "programmes.data-declined",
    _("%(firm)s lets nobody see its data"),
    _("%(firm)s did not consent to your request. Public facts stay open to you."),
).name
WITHDRAWN = register(
    "programmes.data-withdrawn",
    _("%(firm)s withdrew its consent"),
    _("%(firm)s withdrew its consent. Its data is closed from now on."),
).name


def tell(
    *,
    acting_user: Any,
    organisation: Organisation,
    template: str,
    values: dict[str, object],
    url: str,
) -> None:
    """Tell all who act for the organisation, within the caller's transaction."""
    send_message(
        acting_user=acting_user,
        recipients=people_of(organisation, *ACTS),
        template=template,
        values=values,
        url=url,
    )


def words_of(grant: DataGrant) -> dict[str, object]:
    """What stands in the messages about a request."""
    return {
        "bank": grant.bank.name,
        "firm": grant.firm.name,
        "purpose": grant.purpose,
        "parts": parts_words(grant),
        "until": grant.valid_to.isoformat() if grant.valid_to else "—",
    }


def parts_words(grant: DataGrant) -> str | Promise:
    """Which data a request is about, in the language of whoever reads it."""
    return format_lazy("、".join(["{}"] * len(grant.parts)), *(DataPart(part).label for part in grant.parts))
