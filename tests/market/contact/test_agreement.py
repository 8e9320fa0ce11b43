"""The confidentiality agreement: by click with authority, or stamped and compared; what it opens; who looked."""

from datetime import date
from typing import Any

import pytest

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents import code
from qinglan.kernel.documents.printing import pages_with_code
from qinglan.kernel.events.models import Event
from qinglan.kernel.permissions import PermissionRefused, answer
from qinglan.kernel.todos.models import Todo
from qinglan.market.contact.printed import agreement_docx, agreement_pdf
from qinglan.market.domain import authorisation, confidentiality
from qinglan.market.domain.listing import put_visibility
from qinglan.market.models import Agreement, ClickAuthorisation, Level, Sight, Technology
from qinglan.market.seeing import seen
from qinglan.parties.domain.account import system_user
from tests.market import made as listings
from tests.market.contact import made
from tests.support.people import join

Both = dict[str, Any]
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def protect(both: Both) -> Technology:
    """The effect of the technology opens with an agreement alone."""
    row = both["technology"]
    put_visibility(row, {"description": Level.AGREED})
    Technology.objects.filter(pk=row.pk).update(description="塔内三层填料，药剂配方见附件。")
    return Technology.objects.select_related("owner").get(pk=row.pk)


def live(agreement: Agreement, kind: str) -> list[str]:
    rows = Todo.objects.filter(
        kind=kind,
        subject_type="market.enquiry",
        subject_key=str(agreement.enquiry_id),
        state__in=["open", "taken"],
    )
    return sorted(f"{role}:{unit}" for role, unit in rows.values_list("role", "organisation_key"))


def test_without_authority_a_click_is_refused_and_says_what_to_bring(both: Both) -> None:
    agreement = made.accepted(both).enquiry.agreement
    with pytest.raises(PermissionRefused) as refused:
        confidentiality.sign_by_click(acting_user=both["buyer"], agreement=agreement)
    assert "stamped" in refused.value.reason
    assert "standing authorisation" in refused.value.reason
    assert list(agreement.signatures.values_list("state", flat=True)) == ["waiting", "waiting"]


def test_clicks_with_authority_bring_it_in_force_and_open_what_is_protected(both: Both) -> None:
    technology = protect(both)
    room = made.accepted(both)
    made.authorised(both)
    agreement = room.enquiry.agreement
    assert seen(technology, both["buyer"]).withheld["description"] == Level.AGREED
    half = confidentiality.sign_by_click(acting_user=both["buyer"], agreement=agreement)
    assert (half.state, seen(technology, both["buyer"]).sees("description")) == ("open", False)
    whole = confidentiality.sign_by_click(acting_user=both["member"], agreement=agreement)
    today = clock.today()
    assert (whole.state, whole.ends_on) == ("in_force", date(today.year + 3, today.month, today.day))
    assert live(whole, "contacts.sign") == []
    sees = {
        name: seen(technology, both[name]).sees("description")
        for name in ("buyer", "buyer_admin", "third", "stranger")
    }
    assert sees == {"buyer": True, "buyer_admin": True, "third": False, "stranger": False}
    assert [
        (one.side, one.mode, one.authority) for one in whole.signatures.order_by("side")
    ] == [
        ("asking", "click", "standing authorisation: 授权书 2 号"),
        ("owning", "click", "standing authorisation: 授权书 1 号"),
    ]  # fmt: skip


def test_a_signatory_whom_a_paper_names_may_click(both: Both) -> None:
    agreement = made.accepted(both).enquiry.agreement
    join(both["buyer"], both["firm"], "signatory")
    row = confidentiality.sign_by_click(acting_user=both["buyer"], agreement=agreement)
    assert row.signatures.get(side="asking").state == "signed"
    with pytest.raises(Impossible):
        confidentiality.sign_by_click(acting_user=both["buyer"], agreement=agreement)


def test_an_authorisation_ends_at_once_and_only_the_administrator_gives_it(both: Both) -> None:
    with pytest.raises(PermissionRefused):
        authorisation.authorise(
            acting_user=both["buyer"], organisation=both["firm"], user=both["buyer"], basis="x"
        )
    row = authorisation.authorise(
        acting_user=both["buyer_admin"], organisation=both["firm"], user=both["buyer"], basis="授权书"
    )
    with pytest.raises(Impossible):
        authorisation.authorise(
            acting_user=both["buyer_admin"], organisation=both["firm"], user=both["buyer"], basis="再授权"
        )
    with pytest.raises(Impossible):
        authorisation.authorise(
            acting_user=both["buyer_admin"], organisation=both["firm"], user=both["third"], basis="外单位"
        )
    enquiry = made.accepted(both).enquiry
    assert bool(answer(both["buyer"], "contacts.sign", enquiry))
    authorisation.end_authorisation(acting_user=both["buyer_admin"], authorisation=row, reason="离岗")
    assert not answer(both["buyer"], "contacts.sign", enquiry)
    assert not ClickAuthorisation.objects.in_force().exists()
    assert list(
        Event.objects.filter(stream=f"click-authorisation:{row.pk}")
        .order_by("sequence")
        .values_list("kind", flat=True)
    ) == ["market.click-authorised", "market.click-authorisation-ended"]


def test_on_paper_print_stamp_scan_and_somebody_else_compares(both: Both) -> None:
    agreement = made.accepted(both).enquiry.agreement
    row = confidentiality.bring_copy(
        acting_user=both["buyer"], agreement=agreement, name="协议.pdf", content=PDF
    )
    mine = row.signatures.get(side="asking")
    assert (mine.state, mine.mode, row.state) == ("scanned", "paper", "open")
    assert live(row, "contacts.compare") == sorted(
        [f"organisation-member:{both['owner'].pk}", "officer:None"]
    )
    with pytest.raises(Impossible):
        confidentiality.compare_copy(
            acting_user=both["buyer_admin"], agreement=row, side="asking", agrees=True
        )
    with pytest.raises(PermissionRefused):
        confidentiality.compare_copy(acting_user=both["third"], agreement=row, side="asking", agrees=True)
    with pytest.raises(Impossible) as refused:
        confidentiality.compare_copy(acting_user=both["officer"], agreement=row, side="asking", agrees=False)
    assert refused.value.field == "finding"
    back = confidentiality.compare_copy(
        acting_user=both["officer"], agreement=row, side="asking", agrees=False, finding="第二页没有盖章"
    )
    assert (back.signatures.get(side="asking").state, live(back, "contacts.compare")) == ("waiting", [])
    again = confidentiality.bring_copy(
        acting_user=both["buyer"], agreement=back, name="协议.pdf", content=PDF
    )
    done = confidentiality.compare_copy(
        acting_user=both["member"], agreement=again, side="asking", agrees=True
    )
    mine = done.signatures.get(side="asking")
    assert (mine.state, mine.compared_by, done.state) == ("signed", both["member"], "open")


def test_the_print_version_has_its_code_on_every_page_and_both_names(both: Both) -> None:
    agreement = made.accepted(both).enquiry.agreement
    made_pdf = agreement_pdf(agreement)
    pages = pages_with_code(made_pdf, agreement.version_code)
    assert pages
    assert pages == list(range(1, len(pages) + 1))
    assert agreement_pdf(agreement) == made_pdf
    assert agreement_docx(agreement)[:2] == b"PK"
    assert code.is_valid(agreement.version_code)


def test_the_side_without_a_name_signs_first_and_is_known_from_then_on(both: Both) -> None:
    hidden = listings.published(both, listings.need(both, is_anonymous=True))
    room = made.accepted(both, hidden)
    made.authorised(both)
    agreement = room.enquiry.agreement
    with pytest.raises(Impossible):
        confidentiality.sign_by_click(acting_user=both["buyer"], agreement=agreement)
    assert "owners" in seen(hidden, both["buyer"]).withheld
    row = confidentiality.sign_by_click(acting_user=both["member"], agreement=agreement)
    assert row.enquiry.name_of("owning", "asking") == both["owner"].name
    confidentiality.sign_by_click(acting_user=both["buyer"], agreement=row)
    assert seen(hidden, both["buyer"]).owner == both["owner"].name


def test_each_first_look_at_a_version_is_noted_once(both: Both) -> None:
    technology = protect(both)
    room = made.confidential(both)
    for _twice in range(2):
        confidentiality.note_sight(acting_user=both["buyer"], seen=seen(technology, both["buyer"]))
    confidentiality.note_sight(acting_user=both["member"], seen=seen(technology, both["member"]))
    confidentiality.note_sight(acting_user=both["third"], seen=seen(technology, both["third"]))
    assert list(Sight.objects.values_list("user", "listing", "revision", "aspects")) == [
        (both["buyer"].pk, technology.key, technology.revision, ["description"])
    ]
    found = made.payloads(room.enquiry.key, "market.protected-seen")
    assert [one["aspects"] for one in found] == [["description"]]


def test_it_ends_after_its_last_day(both: Both) -> None:
    technology = protect(both)
    agreement = made.confidential(both).enquiry.agreement
    assert confidentiality.end_agreement(acting_user=system_user(), agreement=agreement) is False
    Agreement.objects.filter(pk=agreement.pk).update(ends_on=date(2026, 1, 1))
    assert confidentiality.end_agreement(acting_user=system_user(), agreement=agreement) is True
    assert not seen(technology, both["buyer"]).sees("description")
