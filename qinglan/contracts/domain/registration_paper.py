"""Papers of a registration: the unit brings them, the signed contract comes along by itself."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts.domain.registration_state import locked, touch
from qinglan.contracts.models import (
    Contract,
    PartySignature,
    Registration,
    RegistrationPaper,
    RegistrationPaperKind,
    RegistrationState,
    Signing,
)
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents import store
from qinglan.kernel.documents.domain.file import store_file
from qinglan.kernel.documents.models import StoredFile

HOLDER = "contracts.registration"
"""The certificate of registration, and proofs of changes."""
PAPERS = "contracts.registration_papers"
"""What the office reads: the signed contract among it."""
MOST = 40
_CLOSED = frozenset({RegistrationState.CANCELLED, RegistrationState.WITHDRAWN})


@transaction.atomic
def add_registration_paper(
    *, acting_user: Any, row: Registration, kind: RegistrationPaperKind, name: str, content: bytes
) -> RegistrationPaper:
    """Bring a file for the office to read. Raises Impossible (of the file, too many, ended), PermissionRefused, StaleEdit."""
    permissions.require(acting_user, "contracts.write_registration", row)
    found = locked(row)
    if found.state in _CLOSED:
        raise Impossible(_("The registration has ended; nobody reads further papers."))
    if found.papers.count() >= MOST:
        raise Impossible(
            _("At most {most} papers. Put some together in one file.").format(most=MOST), field="file"
        )
    paper = _kept(acting_user, found, kind, name, content)
    touch(found)
    return paper


def bring_signed_contract(acting_user: Any, row: Registration) -> None:
    """Bring along what both sides signed here, once, within the caller's transaction.

    What stands is its last signing: the file with the seals, or the scans that were compared.
    """
    if row.contract is None or row.papers.filter(kind=RegistrationPaperKind.CONTRACT).exists():
        return
    for file in _signed_files(row.contract):
        _kept(acting_user, row, RegistrationPaperKind.CONTRACT, file.name, store.read(file.digest))


def _signed_files(contract: Contract) -> list[StoredFile]:
    signing = Signing.objects.filter(contract=contract).order_by("-pk").select_related("signed").first()
    if signing is None:
        return []
    if signing.signed is not None:
        return [signing.signed]
    scans = PartySignature.objects.filter(signing=signing, scan__isnull=False).select_related("scan")
    return list({one.scan.digest: one.scan for one in scans if one.scan is not None}.values())


def _kept(
    acting_user: Any, row: Registration, kind: RegistrationPaperKind, name: str, content: bytes
) -> RegistrationPaper:
    file = store_file(
        acting_user=acting_user, name=name, content=content, holder=PAPERS, holder_key=str(row.pk)
    )
    return RegistrationPaper.objects.create(
        registration=row, kind=kind, file=file, added_at=clock.now(), added_by=acting_user
    )
