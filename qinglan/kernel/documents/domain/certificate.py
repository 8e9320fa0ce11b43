"""Verbs on certificates."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents import code, own_kinds
from qinglan.kernel.documents.domain.file import store_file
from qinglan.kernel.documents.models import Certificate
from qinglan.kernel.documents.printing import certificate_pdf
from qinglan.kernel.documents.rules import CERTIFICATES
from qinglan.kernel.documents.typesetting import refuse_missing


@transaction.atomic
def issue_certificate(
    *,
    acting_user: Any,
    title: str,
    issuer: str,
    holder_name: str,
    statement: str,
    rows: list[tuple[str, str]],
    subject: str,
    site_address: str,
    number: str = "",
    issued_on: date | None = None,
    valid_to: date | None = None,
) -> Certificate:
    """Issue a certificate with a code of its own, as PDF and as a verification page.

    `site_address` is the site's (``https://…``, without a slash at the end). Raises
    PermissionRefused; Impossible for a character that can't be printed, by name and place, or an
    end before the beginning.
    """
    permissions.require(acting_user, "documents.certify")
    issued_on = issued_on or clock.today()
    if valid_to is not None and valid_to < issued_on:
        raise Impossible(_("The certificate would end before it begins."), field="valid_to")
    refuse_missing(
        {
            _("title"): title,
            _("issuing office"): issuer,
            _("number"): number,
            _("issued to"): holder_name,
            _("statement"): statement,
            **dict(rows),
        }
    )
    certificate = Certificate(
        code=code.new(),
        title=title,
        issuer=issuer,
        number=number,
        holder_name=holder_name,
        statement=statement,
        rows=[list(row) for row in rows],
        issued_on=issued_on,
        valid_to=valid_to,
        subject=subject,
        issued_by=acting_user,
        issued_at=clock.now(),
    )
    address = site_address + certificate.get_absolute_url()
    certificate.file = store_file(
        acting_user=acting_user,
        name=f"{title}-{code.shown(certificate.code)}.pdf",
        content=certificate_pdf(certificate, address),
        declared_type="application/pdf",
        holder=CERTIFICATES,
        holder_key=certificate.code,
    )
    certificate.save()
    own_kinds.note_certificate(
        own_kinds.ISSUED,
        certificate,
        acting_user,
        title=title,
        number=number,
        subject=subject,
        issued_on=issued_on,
        valid_to=valid_to,
        digest=certificate.file.digest,
    )
    return certificate


@transaction.atomic
def revoke_certificate(*, acting_user: Any, certificate: Certificate, reason: str) -> Certificate:
    """Revoke a certificate; its page stays and says so. Raises Impossible, PermissionRefused."""
    permissions.require(acting_user, "documents.certify", certificate)
    locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if locked.revoked_on is not None:
        raise Impossible(_("This certificate was revoked already."))
    if not reason.strip():
        raise Impossible(
            _("Say why the certificate is revoked; the verification page shows it."), field="reason"
        )
    locked.revoked_on, locked.revocation_reason = clock.today(), reason.strip()
    locked.save(update_fields=["revoked_on", "revocation_reason"])
    own_kinds.note_certificate(own_kinds.REVOKED, locked, acting_user, reason=locked.revocation_reason)
    return locked
