"""The local certificate authority: its key and root certificate, made at first use, kept in ``keys/`` of the home.

It serves demonstration and internal use. It is no authority in the sense of 电子签名法, and says so in its name.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

from qinglan.kernel.database.location import keys_directory
from qinglan.kernel.key_file import write_once

FILE = "contract-authority.pem"
NAME = "青蓝本地证书（演示及内部使用）"
"""No licensed authority, and so by its name; at most 64 bytes, as X.509 has it."""
ROOT_YEARS, LEAF_YEARS = 20, 5
_LONGEST = 64
_YEAR = timedelta(days=365)
_CURVE = ec.SECP256R1()


@dataclass(frozen=True)
class Pair:
    """A private key and its certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    def der(self) -> bytes:
        """The certificate as DER."""
        return self.certificate.public_bytes(serialization.Encoding.DER)


def root() -> Pair:
    """Key and root certificate of this installation. Two processes that make them at once agree on one."""
    path = keys_directory(settings.HOME) / FILE
    try:
        return _read(path)
    except FileNotFoundError:
        _make(path)
    return _read(path)


def issue(organisation: str, code: str, person: str) -> Pair:
    """A fresh key with a certificate for one act of signing; whoever signs with it throws the key away."""
    above = root()
    names = [
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, fitting(organisation)),
        x509.NameAttribute(NameOID.COMMON_NAME, fitting(person)),
    ]
    if code:
        names.insert(1, x509.NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, code))
    key = ec.generate_private_key(_CURVE)
    made = (
        _builder(x509.Name(names), above.certificate.subject, key, LEAF_YEARS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(above.key.public_key()), critical=False
        )
        .sign(above.key, hashes.SHA256())
    )
    return Pair(key, made)


def fitting(text: str) -> str:
    """`text` cut to the 64 bytes that a name in a certificate may have, at a whole character."""
    return text.encode()[:_LONGEST].decode(errors="ignore")


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, years: int
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)  # programs that check a certificate go by the machine's time, not by the site's
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + years * _YEAR)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    """Of a leaf: signature and commitment. Of the root: certificates."""
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs,
        crl_sign=not signs,
        encipher_only=False,
        decipher_only=False,
    )


def _read(path: Path) -> Pair:
    content = path.read_bytes()
    key = serialization.load_pem_private_key(content, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{path} holds no key of an elliptic curve")
    return Pair(key, x509.load_pem_x509_certificate(content))


def _make(path: Path) -> None:
    key = ec.generate_private_key(_CURVE)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    certificate = (
        _builder(name, name, key, ROOT_YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_once(path, private + certificate.public_bytes(serialization.Encoding.PEM))
