"""The pages of waiting times on a screen and on a phone, in both languages."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from qinglan.kernel import clock
from qinglan.programmes.models import Case, Round, WorkItem
from tests.programmes.making import case, open_round, submitted, walked
from tests.programmes.notices.noticing import scheme
from tests.support.browser import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = timedelta(days=1)
WAYS = (
    (),
    ("passed",),
    ("passed",),
    ("passed", "recommended"),
    ("failed",),
    ("passed", "recommended", "clear"),
    ("to_correct",),
    ("passed", "recommended", "clear", "unopposed"),
)


@pytest.fixture
def one(officer: Any) -> Round:
    """A round with cases at every step, some long there."""
    made = open_round(officer, scheme(), title="2026年第一批")
    case(officer, made, 1)
    for number, way in enumerate(WAYS, 2):
        walked(officer, submitted(officer, made, number), *way)
    now = clock.now()
    for place, item in enumerate(WorkItem.objects.filter(case__round=made).order_by("pk")):
        opened = now - (place % 9 + 3) * DAY
        closed = {"closed_at": opened + (place % 5 + 1) * DAY / 2} if item.closed_at else {}
        due = now + (place % 4 - 1) * DAY
        WorkItem.objects.filter(pk=item.pk).update(opened_at=opened, due_at=due, **closed)
    for place, each in enumerate(Case.objects.filter(round=made, submitted_at__isnull=False)):
        Case.objects.filter(pk=each.pk).update(submitted_at=now - place * 9 * DAY)
    return made


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("size", ["screen", "phone"])
def test_they_are_readable_for_everybody(
    visit: Any, officer: Any, one: Round, language: str, size: str
) -> None:
    window = visit(PHONE) if size == "phone" else visit()
    client = Client()
    client.force_login(officer)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": window.base}
    window.page.context.add_cookies([session])
    for name, address in (("progress", f"/rounds/{one.pk}/progress/"), ("bottlenecks", "/rounds/progress/")):
        assert window.open(f"{address}?lang={language}") == 200
        assert window.page.locator("svg").count() > 0
        assert window.accessibility_findings() == []
        window.screenshot(f"programmes-{name}-{language}")
    assert window.errors == []
