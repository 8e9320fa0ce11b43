"""Requests for a firm's data and its consents, as events in the firm's own stream: it can prove what it agreed to."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events
from qinglan.programmes.models import DataGrant

ASKED = events.register_kind(
    "programmes.data-asked", _("A bank asked a firm for data: which bank, which data, for what purpose.")
).name
GRANTED = events.register_kind(
    "programmes.data-granted", _("A firm consented: which bank, which data, until when.")
).name
DECLINED = events.register_kind("programmes.data-declined", _("A firm declined a bank's request.")).name
CANCELLED = events.register_kind("programmes.data-cancelled", _("A bank took its request back.")).name
WITHDRAWN = events.register_kind("programmes.data-withdrawn", _("A firm withdrew its consent.")).name
LAPSED = events.register_kind("programmes.data-lapsed", _("A consent ran out: its last day.")).name
LOOKED = events.register_kind(
    "programmes.data-looked-at", _("A bank looked at what a firm had consented to: which data.")
).name


def record(acting_user: Any, kind: str, grant: DataGrant, /, **payload: Any) -> None:
    """Append an event about a request, within the caller's transaction."""
    events.append(
        stream=f"organisation:{grant.firm_id}",
        kind=kind,
        payload={"request": grant.pk, "bank": grant.bank.code, **payload},
        actor=acting_user,
    )
