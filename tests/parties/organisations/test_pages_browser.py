"""The pages of organisations in Chromium, on a desk and on a phone, in both languages."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from qinglan.kernel.sheets.domain.upload import check_upload
from qinglan.parties.domain.organisation_claim import dispute_claim
from qinglan.parties.domain.organisation_tag import Grounds, give_green_tag
from qinglan.parties.models import Membership
from tests.parties.organisations.made import DAY, preloaded, verified
from tests.parties.organisations.test_roster import roster, row
from tests.support.browser import PHONE, WINDOWS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def things(city: Any, officer: Any, claimant: Any) -> dict[str, str]:
    """Organisations in several states, a request, two checked files; the addresses to look at."""
    hidden = preloaded(officer, 1)
    public = verified(officer, 2, address="青川市东区江边 1 号", registered_capital=1_000_000_000)
    give_green_tag(acting_user=officer, organisation=public, grounds=Grounds("listed", "名单 3 号", DAY))
    asked = dispute_claim(acting_user=claimant, organisation=public, statement="新任经办人，办公室电话见公函")
    Membership.objects.create(organisation=hidden, user=claimant, role="administrator", valid_from=DAY)
    good = check_upload(
        acting_user=officer,
        slug="organisations",
        name="名录.xlsx",
        content=roster(row(1, contact="王某"), row(3)),
    )
    bad = check_upload(
        acting_user=officer, slug="organisations", name="名录.xlsx", content=roster(row(4, kind="作坊"))
    )
    return {
        "list": "/organisations/",
        "record": f"/organisations/{public.pk}/",
        "history": f"/organisations/{public.pk}/history/",
        "claim": "/organisations/claim/",
        "hidden": f"/organisations/{hidden.pk}/",
        "verify": f"/organisations/{hidden.pk}/verify/",
        "edit": f"/organisations/{public.pk}/edit/",
        "split": f"/organisations/{public.pk}/split/",
        "tag": f"/organisations/{public.pk}/tag/",
        "register": "/organisations/new/",
        "claims": "/organisations/claims/",
        "settle": f"/organisations/claims/{asked.pk}/",
        "choose": "/sheets/organisations/",
        "good": f"/sheets/organisations/{good.token}/",
        "bad": f"/sheets/organisations/{bad.token}/",
    }


def enter(visitor: Any, user: Any, language: str) -> None:
    """Choose a language; enter as `user`, where there is one."""
    cookies = [{"name": "qinglan_language", "value": language, "url": visitor.base}]
    if user is not None:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        cookies.append({"name": name, "value": client.cookies[name].value, "url": visitor.base})
    visitor.page.context.add_cookies(cookies)


@WINDOWS
def test_every_page_is_accessible_and_fits(
    visit: Any, things: dict[str, str], officer: Any, size: dict[str, int], language: str
) -> None:
    public = visit(size)
    enter(public, None, language)
    inside = visit(size)
    enter(inside, officer, language)
    for name, address in things.items():
        window = public if name in ("list", "record", "history", "claim") else inside
        assert window.open(address) == 200, name
        assert window.accessibility_findings() == [], name
        assert not window.page.evaluate(WIDER), name
        window.screenshot(f"organisations-{name}-{language}")
    assert inside.open(things["record"]) == 200
    assert inside.accessibility_findings() == []
    inside.screenshot(f"organisations-record-officer-{language}")
    assert (public.errors, inside.errors) == ([], [])


def test_an_officer_verifies_and_the_public_sees_it(visit: Any, things: dict[str, str], officer: Any) -> None:
    window = visit()
    enter(window, officer, "zh-hans")
    window.open(things["hidden"])
    window.page.click("text=核验单位")
    window.page.fill("input[name=on]", "2026-01-05")
    window.page.fill("input[name=basis]", "营业执照")
    window.page.click("main button.btn-primary")
    window.page.wait_for_url(f"**{things['hidden']}")
    assert "已核验" in window.page.inner_text(".q-answer")
    stranger = visit(PHONE)
    assert stranger.open(things["hidden"]) == 200
    assert "联系人" not in stranger.page.inner_text("main dl")
    assert window.errors == []
