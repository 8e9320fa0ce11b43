"""The pages: who opens what, what everybody reads and what he doesn't, from filter to decision."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qinglan.market.models import FigureSet, SupplierInvitation
from tests.market.figures import made
from tests.market.figures.test_publication import FUNNEL, SUPPLY

World = dict[str, Any]
HOME, UNMET = "/market/figures/", "/market/figures/supply/needs/"
PERIOD = "first=2025-03-01&last=2025-04-30&family=key-fields"
OFFICERS = ("funnel/", "supply/", "supply/needs/", "publish/funnel/", "publish/supply/")


@pytest.fixture
def client_of(world: World) -> Any:
    def opened(name: str = "") -> Client:
        client = Client()
        if name:
            client.force_login(world[name])
        return client

    return opened


def text(client: Client, path: str, status: int = 200) -> str:
    join = "&" if "?" in path else "?"
    answer = client.get(f"{path}{join}lang=en")
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize(
    ("name", "status"),
    [("", 302), ("stranger", 403), ("member", 403), ("buyer_admin", 403), ("officer", 200)],
)
def test_whole_figures_are_for_officers(world: World, client_of: Any, name: str, status: int) -> None:
    client = client_of(name)
    pages = [*(f"{HOME}{page}" for page in OFFICERS), f"{world['need'].get_absolute_url()}invite/"]
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, status)


def test_nothing_is_public_until_an_officer_decides(world: World, client_of: Any) -> None:
    assert "No figures of the market are public at present" in text(client_of(), HOME)
    made.many(world, 4, "need", code="2", territory="990102")
    row = made.published(world, FUNNEL, note="Read with care.")
    page = text(client_of(), HOME)
    assert all(word in page for word in ("Read with care.", "withheld", "Needs published", "Frozen on"))
    assert "Decided by" not in text(client_of(), row.get_absolute_url())
    assert "Decided by" in text(client_of("officer"), row.get_absolute_url())


def test_what_is_public_names_nobody_and_shows_no_small_number(world: World, client_of: Any) -> None:
    made.many(world, 4, "need", code="2", territory="990102")
    for selection in (FUNNEL, SUPPLY):
        made.published(world, selection)
    page = text(client_of(), HOME)
    names = (world["owner"].name, world["firm"].name, world["need"].title, world["technology"].title)
    assert [name for name in names if name in page] == []
    assert [one["set"].kind for one in client_of().get(HOME).context["sets"]] == ["funnel", "supply"]
    for one in client_of().get(HOME).context["sets"]:
        numbers = [cell for table in one.get("tables", []) for row in table.values for cell in row[1:]]
        assert {"1", "2"} & set(numbers) == set()


def test_withdrawn_figures_are_read_by_officers_alone(world: World, client_of: Any) -> None:
    row = made.published(world, FUNNEL)
    officer = client_of("officer")
    path = f"{row.get_absolute_url()}withdraw/"
    assert officer.post(path, {"reason": ""}).status_code == 200
    assert client_of("member").post(path, {"reason": "x"}).status_code == 403
    assert officer.post(path, {"reason": "口径有误"}).status_code == 302
    assert client_of().get(row.get_absolute_url()).status_code == 404
    assert "口径有误" in text(officer, row.get_absolute_url())
    assert "No figures of the market are public at present" in text(client_of(), HOME)


def test_an_officer_publishes_what_he_sees(world: World, client_of: Any) -> None:
    officer = client_of("officer")
    path = f"{HOME}publish/funnel/?{PERIOD}"
    form = officer.get(path).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    refused = officer.post(path, data)
    assert refused.status_code == 200
    assert sorted(refused.context["form"].errors) == ["publication_basis", "secrecy_basis"]
    data |= {"secrecy_basis": "表 1 号", "publication_basis": "审批 2 号"}
    stale = officer.post(path, data | {"seen": "0" * 64})
    assert (stale.status_code, FigureSet.objects.count()) == (200, 0)
    assert stale.context["form"]["seen"].value() == data["seen"]
    done = officer.post(path, data)
    assert (done.status_code, done["Location"]) == (302, HOME)
    row = FigureSet.objects.get()
    assert (row.kind, row.state, row.digest, row.basis) == ("funnel", "published", data["seen"], "审批 2 号")
    assert officer.get(f"{HOME}publish/nonsense/").status_code == 404


def test_wrong_filters_are_told_and_change_nothing(world: World, client_of: Any) -> None:
    officer = client_of("officer")
    page = officer.get(f"{HOME}funnel/?first=2025-04-30&last=2025-03-01&territory=x&family=nonsense&lang=en")
    assert page.status_code == 200
    assert sorted(page.context["form"].errors) == ["family", "last", "territory"]
    good = officer.get(f"{HOME}funnel/?{PERIOD}&field=2&territory=990101&lang=en")
    assert good.context["narrowed"] == "Ecology · East"
    assert [one["value"] for one in good.context["figures"]] == ["1", "0", "0", "0", "0", "1", "1", "1", "1"]


def test_the_map_leads_to_the_needs_without_supply(world: World, client_of: Any) -> None:
    wanted = made.many(world, 2, "need", code="2", territory="990102")
    officer = client_of("officer")
    page = text(officer, f"{HOME}supply/")
    link = f"{UNMET}?field=2&amp;territory=990102"
    assert link in page
    listed = officer.get(f"{UNMET}?field=2&territory=990102").context["list"].items
    assert sorted(one.pk for one in listed) == sorted(one.pk for one in wanted)
    assert officer.get(f"{UNMET}?field=1").context["list"].items == []
    file = officer.get(f"{UNMET}?export=csv").content.decode("utf-8-sig")
    assert all(one.reference in file for one in wanted)


def test_organisations_in_the_field_are_asked_from_the_page(world: World, client_of: Any) -> None:
    need, officer = world["need"], client_of("officer")
    from qinglan.market.models import TechnologyField

    TechnologyField.objects.update_or_create(listing=world["technology"], family="key-fields", code="1.2")
    path = f"{need.get_absolute_url()}invite/"
    assert [one.pk for one in officer.get(path).context["candidates"]] == [world["owner"].pk]
    assert officer.post(path, {}).context["form"].errors.keys() == {"organisations"}
    done = officer.post(path, {"organisations": [world["owner"].pk], "note": "请看看。"})
    assert (done.status_code, SupplierInvitation.objects.get().organisation) == (302, world["owner"])
    page = text(officer, path)
    assert "Asked already" in page
    assert officer.get(path).context["candidates"] == []


@pytest.mark.parametrize("page", ["", "funnel/", "supply/", "supply/needs/"])
def test_pages_ask_a_constant_number_of_queries(world: World, client_of: Any, page: str) -> None:
    officer = client_of("officer")
    made.many(world, 3, "need", code="2", territory="990102")
    made.published(world, FUNNEL)
    made.published(world, SUPPLY)

    def asked() -> int:
        officer.get(f"{HOME}{page}")
        with CaptureQueriesContext(connection) as found:
            officer.get(f"{HOME}{page}")
        return len(found)

    before = asked()
    made.many(world, 9, "need", code="1", territory="990101", days=1)
    made.published(world, FUNNEL)
    made.published(world, SUPPLY)
    assert asked() == before
