"""Signing electronically: the local provider, what is checked of a provider, and openssl as an independent judge."""

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.utils import translation

from qinglan.contracts.domain.seal import sign_electronically, take_sealed
from qinglan.contracts.domain.signing import put_to_signature
from qinglan.contracts.models import ContractState, Signing, SigningState, SigningWay
from qinglan.contracts.signing import appearance, authority, checking, port
from qinglan.contracts.signing.local import LocalProvider
from qinglan.contracts.signing.place import Place, places
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents import store
from qinglan.kernel.permissions import PermissionRefused
from qinglan.parties.models import Delegation, Membership
from qinglan.settings.env import PROJECT_ROOT
from tests.contracts.made import OUTSIDE
from tests.contracts.signing import made

pytestmark = pytest.mark.django_db
SCRIPT = PROJECT_ROOT / "tools" / "verify_contract.py"


@pytest.fixture
def who() -> dict[str, Any]:
    return made.parties()


@pytest.fixture(autouse=True)
def _own_keys(settings: Any, tmp_path: Path) -> None:
    settings.HOME, settings.SEAL_PROVIDER = tmp_path, "local"


def sign(who: dict[str, Any], row: Signing, user: str, side: str) -> Signing:
    return sign_electronically(acting_user=who[user], contract=row.contract, party=made.keys(row, side)[0])


def sealed(row: Signing) -> bytes:
    row.refresh_from_db()
    assert row.signed is not None
    return store.read(row.signed.digest)


def judged(folder: Path, pdf: bytes, paper: bytes | None = None) -> tuple[int, list[str]]:
    """What the stand-alone script and openssl say of a file: exit status, and each signature in a line."""
    (folder / "signed.pdf").write_bytes(pdf)
    pem = (folder / "keys" / authority.FILE).read_text()
    (folder / "root.pem").write_text(pem[pem.index("-----BEGIN CERTIFICATE") :])
    call = [sys.executable, str(SCRIPT), "signed.pdf", "--root", "root.pem"]
    if paper is not None:
        (folder / "paper.pdf").write_bytes(paper)
        call += ["--paper", "paper.pdf"]
    done = subprocess.run(call, cwd=folder, capture_output=True, check=False, text=True)
    return done.returncode, (done.stdout or done.stderr).splitlines()


def printed(serial: str) -> str:
    """As openssl prints a serial number: whole bytes."""
    digits = f"{int(serial, 16):X}"
    return digits.zfill(len(digits) + len(digits) % 2)


def test_both_signatories_sign_and_openssl_finds_both_good(who: dict[str, Any], tmp_path: Path) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    sign(who, row, "buyer_seal", "buyer")
    row.contract.refresh_from_db()
    assert row.contract.state == ContractState.SIGNING
    sign(who, row, "owner_seal", "seller")
    pdf = sealed(row)
    row.contract.refresh_from_db()
    assert (row.state, row.contract.state) == (SigningState.CONCLUDED, ContractState.IN_FORCE)
    assert pdf.startswith(store.read(row.paper.digest))
    seals = {one.side: one for one in row.signatures.all()}
    assert seals["buyer"].certificate == f"{who['buyer_unit'].name} · {who['buyer_seal']}"
    assert "授权书（演示）" in seals["buyer"].authority
    assert [one.serial for one in checking.signatures_of(pdf, LocalProvider().roots())] == [
        seals["buyer"].serial, seals["seller"].serial,
    ]  # fmt: skip
    paper = store.read(row.paper.digest)
    assert judged(tmp_path, pdf, paper) == (
        0,
        [
            f"signature {number}: good: subject=O={unit.name},organizationIdentifier={unit.code},CN={person}"
            f" serial={printed(seals[side].serial)}"
            for number, side, unit, person in (
                (1, "buyer", who["buyer_unit"], who["buyer_seal"]),
                (2, "seller", who["owner"], who["owner_seal"]),
            )
        ],
    )


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda pdf: pdf.replace(b"%PDF-1.7", b"%PDF-1.6"), "signature 1: "),
        (lambda pdf: pdf[:-200] + bytes([pdf[-200] ^ 1]) + pdf[-199:], "signature 2: "),
        (lambda pdf: pdf + b"\n% more", "something was appended after the last signature"),
        (lambda pdf: pdf[: pdf.index(b"/ByteRange")], "the file has no signature"),
    ],
    ids=["first byte", "last bytes", "appended", "unsigned"],
)
def test_whatever_is_changed_in_a_signed_file_is_found(
    who: dict[str, Any], tmp_path: Path, change: Any, says: str
) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    sign(who, row, "buyer_seal", "buyer")
    sign(who, row, "owner_seal", "seller")
    good = sealed(row)
    assert judged(tmp_path, good)[0] == 0
    assert change(good) != good
    status, lines = judged(tmp_path, change(good))
    assert (status, lines[0].startswith(f"NOT SOUND: {says}")) == (1, True), lines


def test_the_script_holds_the_file_against_the_paper_and_the_root(
    who: dict[str, Any], tmp_path: Path
) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    sign(who, row, "buyer_seal", "buyer")
    pdf = sealed(row)
    assert judged(tmp_path, pdf, made.scan()) == (
        1, ["NOT SOUND: the file does not begin with the bytes of the paper"],
    )  # fmt: skip
    (tmp_path / "keys" / authority.FILE).unlink()
    authority.root()  # another one, of the same name
    assert judged(tmp_path, pdf)[0] == 1


@pytest.mark.parametrize("user", ["member", "admin", "buyer_seal", "stranger", "officer"])
def test_only_a_signatory_of_the_party_signs_for_it(who: dict[str, Any], user: str) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    with pytest.raises(PermissionRefused):
        sign(who, row, user, "seller")


def test_an_authority_to_bind_is_not_passed_on(who: dict[str, Any]) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    paper = Membership.objects.get(user=who["owner_seal"], organisation=who["owner"])
    Delegation.objects.create(
        membership=paper, deputy=who["stranger"], given_by=who["owner_seal"],
        valid_from=date(2020, 1, 1), valid_to=date(2099, 1, 1),
    )  # fmt: skip
    with pytest.raises(PermissionRefused):
        sign(who, row, "stranger", "seller")


def test_nobody_signs_twice(who: dict[str, Any]) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    sign(who, row, "owner_seal", "seller")
    once = sealed(row)
    with pytest.raises(Impossible):
        sign(who, row, "owner_seal", "seller")
    assert sealed(row) == once


def test_a_party_outside_can_not_sign_electronically(who: dict[str, Any]) -> None:
    version = made.version(who, buyer=OUTSIDE)
    with pytest.raises(Impossible, match=OUTSIDE.name) as caught:
        put_to_signature(acting_user=who["member"], version=version, way=SigningWay.ELECTRONIC)
    assert caught.value.field == "way"


def test_without_a_provider_there_is_paper_alone(who: dict[str, Any], settings: Any) -> None:
    settings.SEAL_PROVIDER = ""
    version = made.version(who)
    with pytest.raises(Impossible) as caught:
        put_to_signature(acting_user=who["member"], version=version, way=SigningWay.ELECTRONIC)
    assert caught.value.field == "way"


def order(row: Signing, name: str) -> port.Order:
    return port.Order(store.read(row.paper.digest), "party-seller-1", name, "", "签署人", "演示", "")


def test_a_provider_that_answers_later_is_taken(who: dict[str, Any]) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    content = LocalProvider().seal(order(row, who["owner"].name))
    take_sealed(
        acting_user=who["owner_seal"],
        contract=row.contract,
        party=made.keys(row, "seller")[0],
        content=content,
    )
    assert row.signatures.get(side="seller").state == "signed"
    assert sealed(row) == content


@pytest.mark.parametrize(
    "fault", ["other name", "unsigned", "other paper", "broken", "foreign root", "no pdf"]
)
def test_what_a_provider_gives_back_is_not_believed(
    who: dict[str, Any], fault: str, settings: Any, tmp_path: Path
) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    good = order(row, who["owner"].name)
    provider = LocalProvider()
    if fault == "other name":
        content = provider.seal(order(row, "别的单位（演示）"))
    elif fault == "unsigned":
        content = good.pdf
    elif fault == "other paper":
        content = provider.seal(
            port.Order(made.scan(), good.field, good.organisation, "", good.person, good.reason, "")
        )
    elif fault == "broken":
        content = provider.seal(good)
        at = content.index(b"stream") + 40
        content = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
    elif fault == "foreign root":
        settings.HOME = tmp_path / "elsewhere"
        content = provider.seal(good)
        settings.HOME = tmp_path
    else:
        content = b"not a PDF"
    with pytest.raises(Impossible):
        take_sealed(
            acting_user=who["owner_seal"],
            contract=row.contract,
            party=made.keys(row, "seller")[0],
            content=content,
        )
    row.refresh_from_db()
    assert row.signed is None
    assert row.signatures.get(side="seller").state == "waiting"


def test_one_way_of_signing_excludes_the_other(who: dict[str, Any]) -> None:
    from qinglan.contracts.domain.scan import bring_scan

    row = made.put(who, SigningWay.ELECTRONIC)
    with pytest.raises(Impossible):
        bring_scan(
            acting_user=who["member"], contract=row.contract, parties=made.keys(row, "seller"), name="a.pdf",
            content=made.scan(),
        )  # fmt: skip
    paper = made.put(who, number="HT-2026-900002")
    with pytest.raises(Impossible):
        sign(who, paper, "owner_seal", "seller")


def test_a_root_is_made_once_and_kept_closed(tmp_path: Path) -> None:
    first = authority.root()
    assert authority.root().der() == first.der()
    path = tmp_path / "keys" / authority.FILE
    assert path.stat().st_mode & 0o777 == 0o600
    assert authority.issue("一" * 60, "", "人").certificate.issuer == first.certificate.subject
    assert authority.fitting("一" * 60) == "一" * 21


def test_a_signature_is_seen_on_the_page_of_signatures_in_its_party_s_place(who: dict[str, Any]) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    with translation.override("en"):
        sign(who, row, "buyer_seal", "buyer")
    serial = row.signatures.get(side="buyer").serial
    document = pypdfium2.PdfDocument(sealed(row))
    document.init_forms()
    page = document[len(document) - 1]
    first, second = places(store.read(row.paper.digest), 2)

    def is_drawn(place: Place) -> bool:
        right, top = round(page.get_width()) - place.right, round(page.get_height()) - place.top
        return len(set(bytes(page.render(crop=(place.left, place.bottom, right, top)).buffer))) > 2

    assert (first.page, second.page, is_drawn(first), is_drawn(second)) == (
        len(document) - 1, len(document) - 1, True, False,
    )  # fmt: skip
    page.flatten()
    words = document[len(document) - 1].get_textpage().get_text_range()
    moment = row.signatures.get(side="buyer").signed_at.astimezone(clock.SHANGHAI)
    for said in (
        f"电子签名：{who['buyer_seal']}",
        f"{moment:%Y-%m-%d}",
        serial[:16],
        "不是依法设立的电子认证服务提供者",
    ):
        assert said in words, said


def test_a_name_that_can_not_be_printed_is_signed_with_a_stand_in() -> None:
    drawn = appearance.stamp(
        Place(0, 0, 0, 214, 36), person="演示𫝀", moment=clock.now(), serial="1f", authority="演示"
    )
    background: Any = drawn.background
    assert "演示〓" in pypdfium2.PdfDocument(background.content)[0].get_textpage().get_text_range()
