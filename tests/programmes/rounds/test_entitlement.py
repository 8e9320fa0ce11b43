"""What can I get: met, unmet, unknown by facts; what the public sees and what members see; whom to invite."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from qinglan.kernel import clock
from qinglan.programmes.cases.known_facts import Asked, facts_about, months_between
from qinglan.programmes.models import Bar
from qinglan.programmes.queries.scheme import schemes_for
from qinglan.programmes.rounds.entitlement import outlook
from tests.parties.organisations.made import preloaded
from tests.programmes import applying
from tests.programmes.applying import applicant, begun, opened

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2025, 1, 31), date(2025, 2, 28), 0),
        (date(2025, 1, 15), date(2026, 1, 15), 12),
        (date(2025, 1, 15), date(2026, 1, 14), 11),
        (date(2026, 5, 1), date(2026, 4, 1), 0),
    ],
)
def test_full_months(first: date, last: date, months: int) -> None:
    assert months_between(first, last) == months


def test_each_condition_is_met_unmet_or_unknown_with_its_clause(officer: Any) -> None:
    one = opened(officer)
    firm, _user = applicant(officer, registered_on=clock.today())
    Bar.objects.create(programme=one.version.programme, organisation=firm, since=date(2025, 1, 1), reason="x")
    found = outlook(firm, one.version, clock.today(), one=one, confidential=False)
    assert [(line.text, line.standing, line.missing) for line in found.lines] == [
        ("Enterprise", "met", ()),
        ("Registered for at least a year", "unmet", ()),
        (
            "Green products bring at least 30 % of revenue",
            "unknown",
            ("Of this green products", "Revenue of last year"),
        ),
        ("Not barred", "unmet", ()),
        ("No major accident within three years", "unknown", ()),
    ]
    assert (found.met, found.unmet, found.unknown, found.is_sure) == (1, 2, 2, False)
    assert found.lines[2].certainty == "default"


def test_confidential_facts_are_left_out_for_the_public(officer: Any) -> None:
    one = opened(officer)
    firm, _user = applicant(officer)
    asked = Asked(firm, one.version.programme, clock.today(), one)
    names = {"organisation.contact_name", "organisation.contact_mobile", "organisation.legal_representative"}
    assert set(facts_about(asked)) - set(facts_about(asked, confidential=False)) == names


def test_schemes_are_those_of_the_territory_and_above(officer: Any) -> None:
    one = opened(officer)
    firm, _user = applicant(officer)
    assert list(schemes_for(firm.territory)) == [one.version]


def test_anybody_may_ask_with_a_code(officer: Any) -> None:
    opened(officer)
    firm, user = applicant(officer)
    hidden = preloaded(officer, 7)
    client = Client()

    def page(code: str) -> str:
        return client.get("/what-can-i-get/", {"code": code, "lang": "en"}).content.decode()

    shown = page(firm.code)
    assert "Green maker recognition" in shown
    assert "Only public facts are used here" in shown
    wrong = firm.code[:-1] + ("0" if firm.code[-1] != "0" else "1")
    assert "The last character does not fit the others" in page(wrong)
    assert "No organisation with this code is on the public record" in page(hidden.code)
    client.force_login(user)
    assert "confidential data, so they are counted in" in page(firm.code)


def test_those_who_meet_all_known_conditions_are_invited(officer: Any) -> None:
    one = opened(officer)
    case, _user = begun(officer, 1, one)
    young, _other = applicant(officer, 2, "young", registered_on=clock.today())
    client = Client()
    client.force_login(officer)
    page = client.get(f"/rounds/{one.pk}/invite/", {"lang": "en"}).content.decode()
    assert (case.applicant.code in page, young.code in page) == (True, False)
    made = client.get(f"/rounds/{one.pk}/invite/", {"export": "csv"})
    assert case.applicant.code in made.content.decode("utf-8-sig")
    client.force_login(applying.applicant(officer, 3, "somebody")[1])
    assert client.get(f"/rounds/{one.pk}/invite/").status_code == 403
