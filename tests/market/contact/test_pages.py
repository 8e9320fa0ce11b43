"""The pages of contacts, asked for by both sides and by others."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qinglan.market.domain import confidentiality, enquiry
from qinglan.market.domain import room as rooms
from qinglan.market.domain.listing import put_visibility
from qinglan.market.models import ClickAuthorisation, Enquiry, Level, Room, Sight, Technology
from tests.market.contact import made
from tests.market.contact.test_agreement import PDF

Both = dict[str, Any]
ENGLISH = {"lang": "en"}


@pytest.fixture
def seat(both: Both) -> Any:
    """A browser of one of the people, who reads English."""

    def opened(name: str) -> Client:
        client = Client()
        client.cookies["qinglan_language"] = "en"
        client.force_login(both[name])
        return client

    return opened


def test_an_enquiry_is_sent_from_the_page_of_a_technology_and_twice_is_refused(both: Both, seat: Any) -> None:
    url = f"/market/technologies/{both['technology'].pk}/enquire/"
    page = seat("buyer").get(both["technology"].get_absolute_url())
    assert url in page.content.decode()
    assert url not in seat("member").get(both["technology"].get_absolute_url()).content.decode()
    answer = seat("buyer").post(url, made.ANSWERS["technology"])
    row = Enquiry.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/market/enquiries/{row.pk}/sent/")
    again = seat("buyer_admin").post(url, made.ANSWERS["technology"])
    assert again.status_code == 200
    assert row.reference in again.content.decode()
    own = seat("member").post(url, made.ANSWERS["technology"])
    assert "your own organisation" in own.content.decode()
    assert Enquiry.objects.count() == 1


def test_two_answers_at_once_are_a_conflict(both: Both, seat: Any) -> None:
    row = made.sent(both)
    seen = {"version": str(row.revision)}
    assert seat("member").post(f"/market/enquiries/{row.pk}/accept/", seen).status_code == 302
    late = seat("admin").post(f"/market/enquiries/{row.pk}/decline/", {**seen, "reason": "fit"})
    assert late.status_code == 409
    found = late.context["differences"]
    assert [(one.yours, one.current) for one in found] == [
        ("Waits for an answer", "Accepted, talks under way")
    ]
    assert found.who == ""  # the sides may not know each other by name yet


def test_a_click_without_authority_says_what_to_bring(both: Both, seat: Any) -> None:
    held = made.accepted(both).enquiry
    page = seat("buyer").get(f"/market/enquiries/{held.pk}/agreement/").content.decode()
    assert "has not authorised you to agree by a click" in page
    assert "Agree in the name of my organisation" not in page
    refused = seat("buyer").post(f"/market/enquiries/{held.pk}/agreement/sign/")
    assert refused.status_code == 403
    assert "Bring one of two things" in refused.content.decode()


def test_on_paper_from_the_print_version_to_the_comparison(both: Both, seat: Any) -> None:
    held = made.accepted(both).enquiry
    base = f"/market/enquiries/{held.pk}/agreement/"
    printed = seat("buyer").get(f"{base}take/pdf/")
    assert (printed.status_code, printed.content[:5]) == (200, b"%PDF-")
    assert seat("third").get(f"{base}take/pdf/").status_code == 403
    assert seat("officer").get(base).status_code == 403
    assert seat("buyer").post(f"{base}copy/", {}).status_code == 302
    copy = SimpleUploadedFile("协议.pdf", PDF, "application/pdf")
    assert seat("buyer").post(f"{base}copy/", {"file": copy}).status_code == 302
    file = held.agreement.signatures.get(side="asking").file
    readers = {}
    for name in ("buyer", "member", "officer", "third"):
        answer = seat(name).get(file.get_absolute_url())
        readers[name] = answer.status_code
        assert answer.getvalue()
    assert readers == {"buyer": 200, "member": 200, "officer": 200, "third": 404}
    assert seat("officer").get(f"{base}compare/asking/").status_code == 200
    done = seat("officer").post(f"{base}compare/asking/", {"agrees": "yes", "finding": ""})
    assert done.status_code == 302
    assert held.agreement.signatures.get(side="asking").state == "signed"


def test_the_page_of_a_listing_opens_what_is_protected_and_notes_who_looked(both: Both, seat: Any) -> None:
    row = both["technology"]
    Technology.objects.filter(pk=row.pk).update(description="塔内三层填料。")
    put_visibility(row, {"description": Level.AGREED})
    url = row.get_absolute_url()
    assert "塔内三层填料" not in seat("buyer").get(url).content.decode()
    made.confidential(both)
    assert "塔内三层填料" in seat("buyer").get(url).content.decode()
    assert "塔内三层填料" not in seat("third").get(url).content.decode()
    assert [one.user for one in Sight.objects.all()] == [both["buyer"]]


def test_the_administrator_records_who_may_click(both: Both, seat: Any) -> None:
    url = "/market/enquiries/authorisations/"
    assert seat("buyer").get(url).status_code == 403
    values = {"user": both["buyer"].pk, "basis": "授权委托书 3 号", "valid_to": ""}
    assert seat("buyer_admin").post(url, values).status_code == 302
    row = ClickAuthorisation.objects.get()
    assert (row.user, row.organisation, row.given_by) == (both["buyer"], both["firm"], both["buyer_admin"])
    assert seat("admin").get(f"{url}{row.pk}/end/").status_code == 403
    assert seat("buyer_admin").post(f"{url}{row.pk}/end/", {"reason": "离岗"}).status_code == 302
    assert not ClickAuthorisation.objects.in_force().exists()


def test_an_anonymous_side_is_nowhere_named_to_the_other(both: Both, seat: Any) -> None:
    held = made.accepted(both, anonymous=True)
    rooms.say(acting_user=both["buyer"], room=held, text="您好")
    for url in (
        held.get_absolute_url(),
        held.enquiry.get_absolute_url(),
        "/market/enquiries/received/",
        f"/market/enquiries/{held.enquiry_id}/agreement/",
    ):
        page = seat("member").get(url)
        text = page.content.decode()
        assert page.status_code == 200
        assert both["firm"].name not in text
        assert both["firm"].code not in text
        assert ">buyer<" not in text
    assert seat("member").get(f"/market/enquiries/{held.enquiry_id}/agreement/take/pdf/").status_code == 404
    assert both["firm"].name in seat("buyer").get(held.get_absolute_url()).content.decode()


def test_lists_ask_the_same_number_of_times_for_one_and_for_three(both: Both, seat: Any) -> None:
    from tests.market import made as listings

    client = seat("member")

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get("/market/enquiries/received/").status_code == 200
        return len(found)

    enquiry.accept_enquiry(acting_user=both["member"], enquiry=made.sent(both))
    asked()
    one = asked()
    for title, problem in (("冷凝水除铵", "冷凝水铵氮高。"), ("竹浆黑液除硅", "黑液硅含量高，结垢严重。")):
        other = listings.published(
            both, listings.technology(both, title=title, problem=problem, effect=title)
        )
        enquiry.accept_enquiry(acting_user=both["member"], enquiry=made.sent(both, other))
    assert asked() == one


def test_what_was_typed_comes_back_when_the_file_is_refused(both: Both, seat: Any) -> None:
    held = made.accepted(both)
    bad = SimpleUploadedFile("a.exe", b"MZ", "application/octet-stream")
    answer = seat("buyer").post(f"/market/rooms/{held.pk}/say/", {"text": "请看附件", "file": bad})
    assert answer.status_code == 200
    assert "请看附件" in answer.content.decode()
    assert Room.objects.get(pk=held.pk).said == 0


def test_the_copy_of_one_side_is_not_signed_for_the_other(both: Both) -> None:
    agreement = made.accepted(both).enquiry.agreement
    confidentiality.bring_copy(acting_user=both["buyer"], agreement=agreement, name="协议.pdf", content=PDF)
    assert sorted(agreement.signatures.values_list("side", "state")) == [
        ("asking", "scanned"), ("owning", "waiting"),
    ]  # fmt: skip


def test_the_page_of_a_version_offers_what_its_reader_may_do(both: Both, seat: Any) -> None:
    held = made.confidential(both)
    offer = made.offered(both, held)
    url = offer.sheet.get_absolute_url()
    acts = {"accept": "Agree on these terms", "decline": "Decline the offer", "back": "Withdraw the offer"}
    found = {}
    for name in ("buyer", "buyer_admin", "member", "admin"):
        text = seat(name).get(url).content.decode()
        found[name] = [act for act, words in acts.items() if words in text]
    assert found == {"buyer": ["back"], "buyer_admin": [], "member": ["accept", "decline"], "admin": []}
    assert seat("member").get(f"{held.get_absolute_url()}offers/{offer.pk}/accept/").status_code == 200
    assert seat("third").get(url).status_code == 403
    assert seat("member").post(f"{held.get_absolute_url()}offers/{offer.pk}/accept/").status_code == 302
    assert seat("buyer").post(f"{held.get_absolute_url()}offers/{offer.pk}/withdraw/").status_code == 302
    offer.refresh_from_db()
    assert offer.state == "accepted"
