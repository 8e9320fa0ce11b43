"""What is appended to the event log about papers and certificates."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events
from qinglan.kernel.documents.models import Certificate, Paper

events.register_prefix("paper", _("Official papers"))
events.register_prefix("certificate", _("Certificates"))

DRAFTED = events.register_kind(
    "papers.drafted", _("An official paper was drafted: kind, issuer, title, subject, version code.")
).name
TAKEN = events.register_kind("papers.taken", _("A paper was downloaded: form and digest of the file.")).name
NUMBERED = events.register_kind("papers.numbered", _("The document number was entered.")).name
RETURNED = events.register_kind("papers.returned", _("A stamped copy was uploaded: its digest.")).name
COMPARED = events.register_kind(
    "papers.compared",
    _("An officer compared the stamped copy with the draft: result and digest of the copy."),
).name
DISCARDED = events.register_kind("papers.discarded", _("A paper without a number was discarded.")).name
ISSUED = events.register_kind(
    "certificates.issued", _("A certificate was issued: title, number, subject, days, digest of the PDF.")
).name
REVOKED = events.register_kind("certificates.revoked", _("A certificate was revoked, and why.")).name


def note_paper(kind: str, paper: Paper, acting_user: Any, /, **payload: Any) -> None:
    """Append what happened to a paper; call it in the transaction of the act."""
    events.append(stream=f"paper:{paper.pk}", kind=kind, payload=payload, actor=acting_user)


def note_certificate(kind: str, certificate: Certificate, acting_user: Any, /, **payload: Any) -> None:
    """Append what happened to a certificate; call it in the transaction of the act."""
    events.append(stream=f"certificate:{certificate.code}", kind=kind, payload=payload, actor=acting_user)
