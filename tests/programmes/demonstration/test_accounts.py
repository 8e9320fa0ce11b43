"""Each demonstration account signs in and finds on its desk what it is there for."""

import pytest
from django.test import Client

from qinglan.parties.demonstration import ACCOUNTS, PASSWORD
from tests.programmes.demonstration.conftest import Loaded

pytestmark = pytest.mark.django_db

NOTHING_TO_DO = {
    "finance-demo",
    "broker-demo",
    "broker2-demo",
    "bank-demo",
    "inspector-demo",
    "admin-demo",
    "security-demo",
    "audit-demo",
}
"""Accounts that look things up, or come when they are needed, as their line on the login page says."""


def test_each_signs_in_with_the_password_that_is_shown(loaded: Loaded) -> None:
    assert {one.username: Client().login(username=one.username, password=PASSWORD) for one in ACCOUNTS} == {
        one.username: True for one in ACCOUNTS
    }


def test_each_has_its_desk_and_what_is_to_be_done_on_it(loaded: Loaded) -> None:
    from qinglan.kernel.todos.queries import due_from
    from qinglan.parties.models import User

    found, pages = {}, {}
    for one in ACCOUNTS:
        client, user = Client(), User.objects.get(username=one.username)
        client.force_login(user)
        pages[one.username] = client.get("/desk/").status_code
        found[one.username] = due_from(user).exists()
    assert pages == dict.fromkeys(pages, 200)
    assert {name for name, has in found.items() if not has} <= NOTHING_TO_DO
    assert {one.username for one in ACCOUNTS} - NOTHING_TO_DO <= {name for name, has in found.items() if has}


def test_the_firm_of_the_first_city_has_its_story(loaded: Loaded) -> None:
    from qinglan.kernel.todos.queries import due_from
    from qinglan.parties.models import User
    from qinglan.programmes.models import Award, Case

    user = User.objects.get(username="firm-demo")
    firm = user.memberships.first().organisation
    award = Award.objects.get(holder=firm, programme__slug="green-technology-enterprise")
    assert (award.state, award.certificate is not None) == ("in_force", True)
    assert set(due_from(user).values_list("kind", flat=True)) >= {
        "programmes.report_award",
        "programmes.correct_application",
        "programmes.finish_application",
    }
    assert set(Case.objects.filter(applicant=firm).values_list("status", flat=True)) >= {
        "draft",
        "in_check",
        "in_correction",
        "granted",
    }


def test_pages_that_the_public_reads_have_something_to_show(loaded: Loaded) -> None:
    answers = {
        path: Client().get(path, {"lang": lang}).status_code
        for path in ("/awards/", "/notices/", "/draws/", "/account/login/")
        for lang in ("zh-hans", "en")
    }
    assert answers == dict.fromkeys(answers, 200)


def test_the_brokers_have_their_story(loaded: Loaded) -> None:
    from collections import Counter

    from qinglan.kernel.todos.queries import due_from
    from qinglan.market.brokering.pipeline import placed
    from qinglan.market.models.brokering import Introduction, Mandate
    from qinglan.parties.models import User

    states = Counter(Mandate.objects.values_list("state", flat=True))
    assert states == {"in_force": 9, "proposed": 2, "declined": 1, "ended": 1}
    found = {(one.one.state, one.one.is_double, one.stage) for one in placed(Introduction.objects.all())}
    assert found == {
        ("protected", True, "agreed"),
        ("protected", False, "talks"),
        ("protected", False, "registered"),
        ("blocked", True, "registered"),
        ("refused", True, "registered"),
        ("lapsed", False, "registered"),
        ("withdrawn", False, "registered"),
    }
    firm = User.objects.get(username="firm-demo")
    assert set(due_from(firm).values_list("kind", flat=True)) >= {
        "brokering.answer_mandate",
        "brokering.confirm_introduction",
    }
    assert "待双方确认" in _page("broker-demo", "/market/brokering/")


def test_matches_show_verdicts_in_neutral_words_and_searches_their_alerts(loaded: Loaded) -> None:
    from qinglan.kernel.messages.models import Message
    from qinglan.market.models import Match, MatchVerdict, Need, SavedSearch

    assert set(MatchVerdict.objects.values_list("side", "reason", "is_undone")) == {
        ("technology", "conditions", False),
        ("technology", "settled", False),
        ("need", "money", False),
        ("need", "field", False),
        ("need", "field", True),
    }
    need = Need.objects.get(source="demo-cn-500000-chongqing", external_id="n14")
    assert Match.objects.filter(need__source=need.source).count() == 11
    assert SavedSearch.objects.count() == 4
    assert Message.objects.filter(template="market.search-alert").count() == 3
    mine = Need.objects.get(source=need.source, external_id="n18")
    assert "价格与预算相差太大" in _page("firm-demo", mine.get_matches_url())


def _page(account: str, address: str) -> str:
    from qinglan.parties.models import User

    client = Client()
    client.force_login(User.objects.get(username=account))
    return client.get(address).content.decode()


def test_contracts_have_their_story(loaded: Loaded) -> None:
    from qinglan.contracts.models import (
        Amendment,
        BankLine,
        Fee,
        IdleApplication,
        Matter,
        Mobility,
        Registration,
        RegistrationState,
    )
    from qinglan.contracts.settling.deals import deals, fees_of_unit
    from qinglan.parties.models import Broker

    assert set(Registration.objects.values_list("state", flat=True)) == set(RegistrationState.values)
    assert set(Mobility.objects.values_list("form", "state")) >= {
        ("part_time", "in_force"), ("start_up", "in_force"), ("leave", "in_force"), ("lead", "in_force"),
        ("part_time", "applied"),
    }  # fmt: skip
    assert set(Matter.objects.values_list("kind", "state")) == {
        ("breach", "answered"),
        ("dispute", "settled"),
    }
    assert set(Amendment.objects.values_list("state", flat=True)) == {"agreed", "proposed"}
    paid = set(Fee.objects.values_list("charge__amount", "charge__paid"))
    assert {(due > 0, given > 0) for due, given in paid} == {(True, False), (False, False), (True, True)}
    agency = Broker.objects.get(user__username="broker-demo").agency
    assert agency is not None
    year = max(Registration.objects.filter(national_number="2026500001000904").values_list("registered_on__year", flat=True))  # fmt: skip
    found = {one.why_not for one in deals(fees_of_unit(agency), year)}
    assert {"", "related"} <= found
    assert set(IdleApplication.objects.values_list("state", flat=True)) == {"agreed", "open"}
    assert BankLine.objects.filter(state="open", party_name="渝某商贸（演示）有限公司").count() == 1
