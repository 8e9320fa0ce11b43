"""What auditors leave behind, as events in the stream ``audit:<key of the scheme>``."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events
from qinglan.programmes.models import Programme
from qinglan.programmes.queries.audit import programmes_audited_by

DRAWN = events.register_kind(
    "programmes.sample-drawn",
    _("An audit sample was drawn: year, seed, size, digest of the population, cases."),
).name
EVIDENCE = events.register_kind(
    "programmes.evidence-made", _("An evidence sheet was made: number, digest of its content.")
).name

events.register_rows("audit", _("Audits of schemes"), rows=programmes_audited_by)


def record(acting_user: Any, kind: str, programme: Programme, /, **payload: Any) -> None:
    """Append an event about an audit, within the caller's transaction."""
    events.append(stream=f"audit:{programme.pk}", kind=kind, payload=payload, actor=acting_user)
