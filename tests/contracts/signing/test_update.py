"""What may be appended to a paper with its signature: the signature; nothing that changes what is read."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from qinglan.contracts.domain.seal import sign_electronically, take_sealed
from qinglan.contracts.models import Signing, SigningWay
from qinglan.contracts.signing import port
from qinglan.contracts.signing.local import LocalProvider
from qinglan.contracts.signing.place import Place, places
from qinglan.contracts.signing.update import only_signs
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents import store
from tests.contracts.signing import made
from tests.contracts.signing.test_electronic import judged

pytestmark = pytest.mark.django_db
name = generic.pdf_name


@pytest.fixture
def who() -> dict[str, Any]:
    return made.parties()


@pytest.fixture(autouse=True)
def _own_keys(settings: Any, tmp_path: Path) -> None:
    settings.HOME, settings.SEAL_PROVIDER = tmp_path, "local"


def first_page(writer: IncrementalPdfFileWriter) -> Any:
    return writer.find_page_for_modification(0)[0].get_object()


def other_words(writer: IncrementalPdfFileWriter) -> None:
    """The text of the first page is another one."""
    page = first_page(writer)
    page[name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"q 0 0 9 9 re f Q"))
    writer.update_container(page)


def rewritten_stream(writer: IncrementalPdfFileWriter) -> None:
    """The same object, with other contents: the page itself stays as it was."""
    page = first_page(writer)
    held = page["/Contents"]
    stream = held[0].get_object() if isinstance(held, generic.ArrayObject) else held
    writer.objects[(stream.container_ref.generation, stream.container_ref.idnum)] = generic.StreamObject(
        stream_data=b"q Q"
    )


def turned(writer: IncrementalPdfFileWriter) -> None:
    page = first_page(writer)
    page[name("/MediaBox")] = generic.ArrayObject(generic.NumberObject(one) for one in (0, 400, 595, 842))
    writer.update_container(page)


def a_note(writer: IncrementalPdfFileWriter) -> None:
    """Something drawn over the page that is no signature."""
    page = first_page(writer)
    note = generic.DictionaryObject(
        {
            name("/Type"): name("/Annot"),
            name("/Subtype"): name("/FreeText"),
            name("/Rect"): generic.ArrayObject(generic.NumberObject(one) for one in (50, 50, 500, 500)),
            name("/Contents"): generic.TextStringObject("0.01"),
        }
    )
    page[name("/Annots")] = generic.ArrayObject([writer.add_object(note)])
    writer.update_container(page)


def a_page_less(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    pages["/Kids"].pop(0)
    pages[name("/Count")] = generic.NumberObject(int(pages["/Count"]) - 1)
    writer.update_container(pages)


CHANGES = [other_words, rewritten_stream, turned, a_note, a_page_less]


def changed(pdf: bytes, change: Callable[[Any], None]) -> bytes:
    """`pdf` with an update behind it."""
    writer, out = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False), io.BytesIO()
    change(writer)
    writer.write(out)
    made_so = out.getvalue()
    assert made_so.startswith(pdf)
    assert made_so != pdf
    return made_so


def order(row: Signing, pdf: bytes, side: str, place: Place | None = None) -> port.Order:
    party = row.signatures.get(side=side)
    return port.Order(pdf, f"party-{side}-1", party.name, "", "签署人", "演示", "", place)


def bring(who: dict[str, Any], row: Signing, side: str, content: bytes) -> Signing:
    user = {"seller": "owner_seal", "buyer": "buyer_seal"}[side]
    return take_sealed(
        acting_user=who[user], contract=row.contract, party=made.keys(row, side)[0], content=content
    )


@pytest.mark.parametrize("change", CHANGES)
def test_a_paper_that_was_rewritten_before_the_first_signature_is_refused(
    who: dict[str, Any], tmp_path: Path, change: Any
) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    paper = store.read(row.paper.digest)
    content = LocalProvider().seal(order(row, changed(paper, change), "seller"))
    with pytest.raises(Impossible, match="合同本身"):
        bring(who, row, "seller", content)
    row.refresh_from_db()
    assert (row.signed, row.signatures.get(side="seller").state) == (None, "waiting")
    assert judged(tmp_path, content)[0] == 0
    status, lines = judged(tmp_path, content, paper)
    assert (status, lines[0].startswith(("NOT SOUND: object", "NOT SOUND: something was laid"))) == (
        1,
        True,
    ), lines


@pytest.mark.parametrize("change", CHANGES)
def test_nor_is_one_that_was_rewritten_between_two_signatures(
    who: dict[str, Any], tmp_path: Path, change: Any
) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    sign_electronically(
        acting_user=who["buyer_seal"], contract=row.contract, party=made.keys(row, "buyer")[0]
    )
    row.refresh_from_db()
    assert row.signed is not None
    content = LocalProvider().seal(order(row, changed(store.read(row.signed.digest), change), "seller"))
    with pytest.raises(Impossible):
        bring(who, row, "seller", content)
    assert row.signatures.get(side="seller").state == "waiting"
    status, lines = judged(tmp_path, content, store.read(row.paper.digest))
    assert (status, lines[0].startswith(("NOT SOUND: object", "NOT SOUND: something was laid"))) == (
        1,
        True,
    ), lines


def test_another_document_behind_the_paper_is_refused(who: dict[str, Any], tmp_path: Path) -> None:
    """The file begins with the paper, but what is shown is a whole other document: nothing leads back to the paper."""
    row = made.put(who, SigningWay.ELECTRONIC)
    paper = store.read(row.paper.digest)
    content = LocalProvider().seal(order(row, _behind(paper), "seller"))
    assert content.startswith(paper)
    with pytest.raises(Impossible):
        bring(who, row, "seller", content)
    assert judged(tmp_path, content, paper) == (
        1, ["NOT SOUND: what was appended does not build on the paper"],
    )  # fmt: skip


def _behind(paper: bytes) -> bytes:
    """`paper` with a document of its own behind it, of one white page."""
    out = bytearray(paper + b"\n")
    places_of = []
    for body in (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ):
        places_of.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (len(places_of), body)
    start = len(out)
    out += b"xref\n0 4\n0000000000 65535 f \n"
    for at in places_of:
        out += b"%010d 00000 n \n" % at
    out += b"trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def test_a_visible_seal_lies_where_the_parties_sign_and_over_no_other_words(
    who: dict[str, Any], tmp_path: Path
) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    paper = store.read(row.paper.digest)
    right = places(paper, 2)[1]
    assert right.page > 0
    words = pypdfium2.PdfDocument(paper)[0].get_textpage()
    left, bottom, _right, _top = (round(one) for one in words.get_charbox(0))
    over = replace(right, page=0, left=left - 5, bottom=bottom - 5, right=left + 209, top=bottom + 31)
    edge = replace(right, page=0, left=0, bottom=0, right=20, top=20)
    good, bad, free = (
        LocalProvider().seal(order(row, paper, "seller", place)) for place in (right, over, edge)
    )
    assert [only_signs(paper, one) for one in (good, bad, free)] == [True, False, True]
    with pytest.raises(Impossible):
        bring(who, row, "seller", bad)
    bring(who, row, "seller", good)
    row.refresh_from_db()
    assert row.signed is not None
    both = LocalProvider().seal(order(row, store.read(row.signed.digest), "buyer", places(paper, 2)[0]))
    assert only_signs(good, both)
    assert bring(who, row, "buyer", both).state == "concluded"
    status, lines = judged(tmp_path, both, paper)
    assert (status, len(lines)) == (0, 2), lines
