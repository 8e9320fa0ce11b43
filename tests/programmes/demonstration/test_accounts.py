"""Each demonstration account signs in and finds on its desk what it is there for."""

import pytest
from django.test import Client

from qinglan.parties.demonstration import ACCOUNTS, PASSWORD
from tests.programmes.demonstration.conftest import Loaded

pytestmark = pytest.mark.django_db

NOTHING_TO_DO = {"finance-demo", "broker-demo", "broker2-demo", "bank-demo", "inspector-demo", "admin-demo", "security-demo", "audit-demo"}
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
