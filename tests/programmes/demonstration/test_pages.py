"""The demonstration as it is seen: marked everywhere, with something to show on every target."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from qinglan.kernel.measures.models import Entry, Figure
from qinglan.parties.models import User
from qinglan.plans.models import Quantity, Version
from qinglan.plans.standing import standings
from tests.programmes.demonstration.conftest import Loaded
from tests.test_urls import ANSWERS

pytestmark = pytest.mark.django_db


def test_every_target_of_both_plans_has_something_to_show(loaded: Loaded) -> None:
    from qinglan.kernel import clock

    silent = [
        (version.plan.slug, row.target.slug)
        for version in Version.objects.select_related("plan")
        for row in standings(version, clock.today())
        if row.now.value is None
    ]
    assert (Quantity.objects.filter(kind="target").count(), silent) == (17, [])


def test_every_firm_is_called_a_demonstration(loaded: Loaded) -> None:
    firms = {
        name
        for model in (Figure, Entry)
        for name in model.objects.exclude(subject_code="").values_list("subject_name", flat=True)
    }
    assert len(firms) > 20
    assert [name for name in sorted(firms) if "（演示）" not in name] == []


def test_the_mark_stands_on_every_page_and_export(loaded: Loaded) -> None:
    officer, stranger = Client(), Client()
    officer.force_login(User.objects.get(username="officer-demo"))
    plan = Version.objects.select_related("plan").first()
    assert plan is not None
    pages = [reverse(name) for name, answers in ANSWERS.items() if answers[0] == 200 and _is_plain(name)]
    pages += [plan.plan.get_absolute_url(), "/account/login/", "/no-such-page/"]
    inside = [reverse(name) for name, answers in ANSWERS.items() if answers[2] == 200 and _is_plain(name)]
    unmarked = [
        (address, language)
        for client, addresses in ((stranger, pages), (officer, inside))
        for address in addresses
        for language in ("zh-hans", "en")
        if not _is_marked(client.get(address, {"lang": language}, follow=True))
    ]
    assert unmarked == []
    for form in ("csv", "xlsx"):
        export = officer.get(reverse("measures:figures"), {"export": form})
        assert "演示数据" in str(export.headers["Content-Disposition"]) or "%E6%BC%94%E7%A4%BA" in str(
            export.headers["Content-Disposition"]
        )
        b"".join(export.streaming_content if export.streaming else [export.content])


def _is_marked(response: Any) -> bool:
    """Whether a page bears the mark; files for download bear it in their name."""
    if not response.headers["Content-Type"].startswith("text/html"):
        return True
    return "演示数据" in response.content.decode()


def _is_plain(name: str) -> bool:
    """Whether the address needs no arguments and is a page."""
    if name in (
        "web:healthz",
        "web:counts",
        "events:script",
        "panels:script",
        "todos:stream",
        "web:status-stream",
    ):
        return False
    try:
        return bool(reverse(name))
    except Exception:  # noqa: BLE001 - needs arguments
        return False
