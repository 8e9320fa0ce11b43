"""Check the electronic signatures of a PDF with pyHanko: whole, trusted, one more than before."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from asn1crypto import x509
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from qinglan.contracts.signing.authority import fitting
from qinglan.contracts.signing.update import only_signs
from qinglan.kernel.conflicts import Impossible


@dataclass(frozen=True)
class Checked:
    """One signature: for whom and by whom, the serial number of the certificate (hexadecimal), and how it stands.

    `is_whole`: what it covers was not changed; `is_trusted`: the certificate leads to a root of the provider;
    `covers_all`: nothing was appended after it but later signatures.
    """

    organisation: str
    person: str
    serial: str
    is_whole: bool
    is_trusted: bool
    covers_all: bool

    @property
    def is_good(self) -> bool:
        """Whether nothing speaks against it."""
        return self.is_whole and self.is_trusted and self.covers_all


def signatures_of(pdf: bytes, roots: Sequence[bytes]) -> list[Checked]:
    """The signatures of a PDF in their order; [] for one without. Raises ValueError for what is no PDF."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        embedded = list(reader.embedded_regular_signatures)
    except Exception as error:  # the library has no one class for what it can't read
        raise ValueError("not a PDF that can be read") from error
    anchors = [x509.Certificate.load(root) for root in roots]
    return [_checked(one, anchors) for one in embedded]


def require_one_more(before: bytes, after: bytes, roots: Sequence[bytes], organisation: str) -> Checked:
    """The signature that `after` has beyond `before`; Impossible where it isn't what was asked for.

    `after` must begin with the very bytes of `before`, change nothing of what is read there, and all its signatures
    must be good.
    """
    try:
        found = signatures_of(after, roots)
        stood = len(signatures_of(before, roots))
    except ValueError:
        found, stood = [], 0
    refused = Impossible(
        _(
            "What the provider gave back is not this contract with one good signature more. Nothing was kept; try again."
        )
    )
    if not after.startswith(before) or len(found) != stood + 1 or not all(one.is_good for one in found):
        raise refused
    if found[-1].organisation != fitting(organisation):
        raise refused
    if not _reads_the_same(before, after):
        raise Impossible(
            _(
                "What the provider gave back changes the contract itself, not only its signatures. Nothing was kept; have the file sealed that this page gives."
            )
        )
    return found[-1]


def _reads_the_same(before: bytes, after: bytes) -> bool:
    try:
        return only_signs(before, after)
    except ValueError:
        return False


def _checked(embedded: Any, anchors: list[x509.Certificate]) -> Checked:
    context = ValidationContext(trust_roots=anchors, allow_fetching=False)
    status = validate_pdf_signature(embedded, signer_validation_context=context)
    subject = embedded.signer_cert.subject.native
    return Checked(
        organisation=str(subject.get("organization_name", "")),
        person=str(subject.get("common_name", "")),
        serial=f"{embedded.signer_cert.serial_number:x}",
        is_whole=bool(status.intact and status.valid),
        is_trusted=bool(status.trusted),
        covers_all=bool(status.bottom_line and status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION),
    )
