"""The seal of the local provider, made with pyHanko: a library that is loaded when the first seal is made."""

import io

from asn1crypto import keys, x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from qinglan.contracts.signing import appearance, authority, port
from qinglan.kernel import clock

SAID = "演示及内部使用的证书机构，不是依法设立的电子认证服务提供者"
"""Whose certificate it is, on the signed page."""


def seal(order: port.Order) -> bytes:
    """The PDF with one more PAdES signature, by a certificate for this act whose key is thrown away afterwards."""
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


def _field(order: port.Order) -> fields.SigFieldSpec:
    place = order.place
    assert place is not None
    box = (place.left, place.bottom, place.right, place.top)
    return fields.SigFieldSpec(order.field, on_page=place.page, box=box)
