"""What changed in figures, on the desks of those who report them."""

from datetime import UTC, date, datetime
from types import ModuleType
from typing import Any

from django.urls import reverse

from qinglan.kernel.measures.desk import reported
from tests.kernel.measures.people import client

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def test_figures_that_others_reported_lead_to_their_pages(
    city: ModuleType, officer: Any, other_officer: Any
) -> None:
    figure = city.figure(officer, "projects", 2025, "12")
    entry = city.entry(officer, "green", "甲（演示）有限公司", date(2026, 1, 1))
    addresses = {change.url for change in reported(other_officer, LONG_AGO, 500)}
    assert addresses == {
        reverse("measures:figure", args=[figure.pk]),
        reverse("measures:entry", args=[entry.pk]),
    }
    assert {client(other_officer).get(address).status_code for address in addresses} == {200}
