"""Linking a target on its page: what the chosen measure can't do without is asked for beside its field."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from qinglan.plans.models import Quantity, Version
from tests.programmes import making
from tests.support.people import person

pytestmark = pytest.mark.django_db
COUNTED = "programmes.awards_in_force"


@pytest.fixture
def target(version: Version) -> Quantity:
    return version.quantities.get(slug="target-1")


@pytest.fixture
def client(officer: Any) -> Client:
    browser = Client()
    browser.force_login(officer)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return browser


def link(client: Client, target: Quantity, **more: str) -> Any:
    data = {"version": target.revision, **more}
    return client.post(reverse("plans:link", args=[target.pk]), data)


def test_a_measure_of_the_register_asks_for_the_scheme_and_not_for_an_indicator(
    client: Client, target: Quantity
) -> None:
    assert link(client, target, measure=COUNTED).context["form"].errors == {
        "programme": ["Choose the scheme whose awards are counted."]
    }
    assert link(client, target, measure="reported.latest").context["form"].errors == {
        "indicator": ["Choose what is counted."]
    }


def test_a_target_is_linked_to_a_scheme_of_its_place(
    client: Client, target: Quantity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "territories", lambda: target.version.plan.territory)
    making.version(person("loader"))
    assert (
        link(client, target, measure=COUNTED, programme="sample-scheme", level="national").status_code == 302
    )
    target.refresh_from_db()
    assert (target.measure, target.measure_parameters) == (
        COUNTED,
        {"programme": "sample-scheme", "level": "national"},
    )
