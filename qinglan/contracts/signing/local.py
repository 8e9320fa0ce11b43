"""The local provider: seals by certificates of our own authority, with pyHanko. For demonstration and internal use."""

import io

from asn1crypto import keys, x509
from cryptography.hazmat.primitives import serialization
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from qinglan.contracts.signing import appearance, authority, port
from qinglan.kernel import clock

SAID = "演示及内部使用的证书机构，不是依法设立的电子认证服务提供者"
"""Whose certificate it is, on the signed page."""


class LocalProvider:
    """A certificate for one act, signed by the root of this installation; its key is thrown away afterwards."""

    code = "local"
    is_licensed = False
    is_outside = False

    def title(self) -> str:
        """What it is called."""
        return _("Local certificates of this installation (demonstration and internal use)")

    def roots(self) -> tuple[bytes, ...]:
        """Our own root."""
        return (authority.root().der(),)

    def seal(self, order: port.Order) -> bytes:
        """The PDF with one more PAdES signature."""
        pair = authority.issue(order.organisation, order.code, order.person)
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # the library has no types here
        store.register(x509.Certificate.load(authority.root().der()))
        signer = signers.SimpleSigner(
            signing_cert=x509.Certificate.load(pair.der()),
            signing_key=keys.PrivateKeyInfo.load(
                pair.key.private_bytes(
                    serialization.Encoding.DER,
                    serialization.PrivateFormat.PKCS8,
                    serialization.NoEncryption(),
                )
            ),
            cert_registry=store,
        )
        now = clock.now()
        style = None
        if order.place is not None:
            style = appearance.stamp(
                order.place, person=order.person, moment=now, serial=f"{pair.certificate.serial_number:x}",
                authority=SAID,
            )  # fmt: skip
        meta = signers.PdfSignatureMetadata(
            field_name=order.field,
            reason=order.reason,
            location=order.town or None,
            name=order.organisation,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
        )
        out = signers.PdfSigner(
            meta, signer, stamp_style=style, new_field_spec=_field(order) if style else None
        ).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(order.pdf), strict=False))
        made: bytes = out.getvalue()
        return made

    def give_up(self, key: str) -> None:
        """It answers at once: there is nothing to give up."""


def _field(order: port.Order) -> fields.SigFieldSpec:
    place = order.place
    assert place is not None
    box = (place.left, place.bottom, place.right, place.top)
    return fields.SigFieldSpec(order.field, on_page=place.page, box=box)


port.register(LocalProvider())
