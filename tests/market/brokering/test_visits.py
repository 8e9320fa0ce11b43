"""A need that a broker drafts after a visit: nothing goes on without the organisation's word."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.permissions import PermissionRefused
from qinglan.market.domain import gate
from qinglan.market.domain import mandate as mandates
from qinglan.market.domain.listing import edit_listing
from qinglan.market.domain.visit import draft_from_visit, note_visit
from qinglan.market.models import ListingState, Need
from qinglan.market.models.brokering import Mandate, VisitNote
from qinglan.market.queries import own, visible
from qinglan.market.views.pasting import findings_of
from tests.market import made
from tests.market.brokering.test_mandate import deal, listed_broker, mandated, terms  # noqa: F401 - a fixture

NOTE = "冷轧废水含氟。出水氟化物从 20 mg/L 降到 8 mg/L，预算 200 万元，半年内解决。"


def noted(deal: dict[str, Any]) -> VisitNote:  # noqa: F811 - the fixture
    """The first broker's note of a visit to the buyer's firm."""
    firm = deal["need"].owner
    note = {"organisation": firm, "way": "visit", "on": clock.today(), "text": NOTE}
    return note_visit(acting_user=deal["one"], **note)


def drafted(deal: dict[str, Any], note: VisitNote | None = None) -> Mandate:  # noqa: F811 - the fixture
    """The draft that came out of it, and the mandate proposed with it."""
    note = note or noted(deal)
    findings, _elsewhere = findings_of("need", note.text, date(2026, 11, 22), note.organisation)
    return draft_from_visit(
        acting_user=deal["one"],
        note=note,
        title="冷轧含氟废水处理",
        findings=[one for one in findings if one.name != "title"],
        terms=terms(),
    )


def test_the_draft_is_the_organisations_and_says_what_the_note_said(deal: dict[str, Any]) -> None:  # noqa: F811
    mandate = drafted(deal)
    need = Need.objects.get(pk=mandate.need_id)
    assert (need.owner, need.state, need.title, need.budget_max, need.deadline, need.broker) == (
        deal["need"].owner, ListingState.DRAFT, "冷轧含氟废水处理", 200_0000_00, date(2027, 5, 22), None,
    )  # fmt: skip
    assert [str(one) for one in need.indicators.all()] == ["出水氟化物 20 → 8 mg/L"]
    assert (mandate.state, mandate.client, VisitNote.objects.get().need) == ("proposed", need.owner, need)


def test_until_the_answer_its_broker_writes_it_and_does_nothing_else(deal: dict[str, Any]) -> None:  # noqa: F811
    mandate = drafted(deal)
    need, broker = mandate.need, deal["one"]
    need = edit_listing(acting_user=broker, listing=need, values={"kind": "problem"})
    assert (need in own("need", broker), need in visible("need", broker)) == (True, True)
    for other in (deal["two"], deal["stranger"]):
        assert (need in own("need", other), need in visible("need", other)) == (False, False)
        with pytest.raises(PermissionRefused):
            edit_listing(acting_user=other, listing=need, values={"title": "别的"})
    with pytest.raises(PermissionRefused):
        gate.hand_in(acting_user=broker, listing=need)
    mandates.decline_mandate(acting_user=deal["buyer"], mandate=mandate, reason="暂不需要")
    assert need not in own("need", broker)
    with pytest.raises(PermissionRefused):
        edit_listing(acting_user=broker, listing=need, values={"title": "别的"})


def test_accepted_it_goes_through_the_gate_in_the_brokers_hands(deal: dict[str, Any]) -> None:  # noqa: F811
    mandate = drafted(deal)
    mandates.accept_mandate(acting_user=deal["buyer"], mandate=mandate)
    need = Need.objects.get(pk=mandate.need_id)
    edit_listing(
        acting_user=deal["one"], listing=need, values={"problem": "出水氟化物不稳定。", "modes": ["service"]},
        contact=made.CONTACT,
    )  # fmt: skip
    need.refresh_from_db()
    who = {**deal, "member": deal["one"], "admin": deal["one"]}
    assert made.published(who, need).state == ListingState.PUBLISHED


def test_a_note_gives_one_need_and_only_to_who_wrote_it(deal: dict[str, Any]) -> None:  # noqa: F811
    note = noted(deal)
    with pytest.raises(PermissionRefused):
        draft_from_visit(acting_user=deal["two"], note=note, title="题", findings=[], terms=terms())
    with pytest.raises(Impossible) as refused:
        draft_from_visit(acting_user=deal["one"], note=note, title=" ", findings=[], terms=terms())
    assert (refused.value.field, Need.objects.filter(title="").exists()) == ("title", False)
    drafted(deal, note)
    with pytest.raises(Impossible):
        drafted(deal, note)


def pages(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_an_organisation_is_found_by_a_part_of_its_name(deal: dict[str, Any]) -> None:  # noqa: F811
    firm, client = deal["need"].owner, pages(deal["one"])
    note = {"way": "call", "on": clock.today().isoformat(), "text": NOTE}
    address = "/market/brokering/visits/new/?lang=en"
    for name in (firm.name, firm.code.lower()):
        assert client.post(address, {**note, "organisation": name}).status_code == 302
    several = client.post(address, {**note, "organisation": firm.name[:2]})
    nobody = client.post(address, {**note, "organisation": "没有这家"})
    for answer, words in ((several, "Several organisations"), (nobody, "No organisation on record")):
        assert words in answer.context["form"].errors["organisation"][0]
    assert list(VisitNote.objects.values_list("organisation", flat=True)) == [firm.pk, firm.pk]


def test_from_the_note_to_the_mandate_by_pages(deal: dict[str, Any]) -> None:  # noqa: F811
    note, client = noted(deal), pages(deal["one"])
    address = f"/market/brokering/visits/{note.pk}/need/"
    looked = client.get(address)
    rows = [row["number"] for row in looked.context["rows"] if row["quote"] != "半年内"]
    today = clock.today()
    sent = {
        "title": "含氟废水", "commission": "none", "valid_from": today, "valid_to": today, "keep": rows,
    }  # fmt: skip
    assert client.post(address, {**sent, "title": ""}).context["kept"] == set(rows)
    done = client.post(address, sent)
    need = VisitNote.objects.get(pk=note.pk).need
    assert need is not None
    assert done["Location"] == need.mandates.get().get_absolute_url()
    assert (need.title, need.deadline, need.budget_max) == ("含氟废水", None, 200_0000_00)
    assert client.get(address)["Location"] == need.get_absolute_url()
    assert pages(deal["two"]).get(address).status_code == 404


def test_the_owner_of_an_anonymous_need_stays_unnamed_until_it_accepts(deal: dict[str, Any]) -> None:  # noqa: F811
    need, client = deal["need"], pages(deal["one"])
    Need.objects.filter(pk=need.pk).update(is_anonymous=True, alias="本市某化工企业")
    mandate = mandates.propose_mandate(acting_user=deal["one"], listing=need, terms=terms())
    addresses = (mandate.get_absolute_url(), "/market/brokering/")
    name = need.owner.name
    assert [name in client.get(one).content.decode() for one in addresses] == [False, False]
    assert name in pages(deal["buyer"]).get(addresses[0]).content.decode()
    mandates.accept_mandate(acting_user=deal["buyer"], mandate=mandate)
    assert [name in client.get(one).content.decode() for one in addresses] == [True, True]


def test_the_page_of_a_listing_leads_a_broker_on(deal: dict[str, Any]) -> None:  # noqa: F811
    address, client = deal["technology"].get_absolute_url(), pages(deal["one"])
    acts = [one["label"] for one in client.get(f"{address}?lang=en").context["acts"]]
    assert acts == ["Enquire", "Propose a mandate", "Register an introduction"]
    mandated(deal, "one", "technology")
    acts = [one["url"] for one in client.get(f"{address}?lang=en").context["acts"]]
    assert acts[-1] == f"/market/introductions/new/?technology={deal['technology'].reference}"
    shown = client.get(acts[-1]).context["named"]
    assert shown == [deal["technology"]]
