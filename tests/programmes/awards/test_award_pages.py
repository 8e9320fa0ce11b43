"""The pages of awards after the decision, and of their money."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from qinglan.kernel import clock
from qinglan.parties.domain.account import system_user
from qinglan.programmes.domain.duty import open_duties
from qinglan.programmes.models import Award, Duty, Entitlement, Rectification
from tests.parties.organisations.made import person_account
from tests.programmes import making
from tests.programmes.awarding import awarded, kept_scheme
from tests.programmes.paying import at_payment, line_of, payee_of, paying_scheme
from tests.support.people import join, person

pytestmark = pytest.mark.django_db


def browser_of(who: Any) -> Client:
    browser = Client()
    browser.force_login(who)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return browser


@pytest.fixture
def base(officer: Any) -> Award:
    start = clock.today().replace(month=1, day=5) - timedelta(days=730)
    one = awarded(officer, 1, kept_scheme(), granted_on=start)
    open_duties(acting_user=system_user(), award=one)
    return one


@pytest.fixture
def manager(base: Award) -> Any:
    user = person_account("manager")
    join(user, base.holder)
    return user


def test_a_report_is_saved_handed_in_and_looked_at(officer: Any, base: Award, manager: Any) -> None:
    mine, office = browser_of(manager), browser_of(officer)
    duty = Duty.objects.filter(award=base).order_by("due_on")[0]
    address = reverse("awards:duty", args=[duty.pk])
    answers = {"version": "0", "transfers": "2", "green_share": "x"}
    refused = mine.post(address, {**answers, "act": "save"})
    assert list(refused.context["form"].errors) == ["green_share"]
    answers["green_share"] = "70"
    assert mine.post(address, {**answers, "act": "save"}).status_code == 302
    assert mine.post(address, {**answers, "act": "save"}).status_code == 302  # nothing differs
    stale = mine.post(address, {**answers, "transfers": "9", "act": "save"})
    assert stale.status_code == 409
    # The office sees no draft.
    assert "70" not in office.get(address).content.decode().partition("<main")[2]
    duty.refresh_from_db()
    answers |= {"version": str(duty.revision), "act": "send"}
    assert mine.post(address, answers).status_code == 302
    shown = office.get(address)
    assert [row["label"] for row in shown.context["summary"]] == ["Transfers", "Green share"]
    duty.refresh_from_db()
    look = reverse("awards:look", args=[duty.pk])
    wrong = office.post(look, {"seen": duty.revision, "outcome": "returned", "reason": ""})
    assert list(wrong.context["form"].errors) == ["reason"]
    assert office.post(look, {"seen": duty.revision, "outcome": "accepted"}).status_code == 302
    assert browser_of(person("stranger")).get(address).status_code == 403


def test_rectification_revocation_and_bar_on_the_pages(officer: Any, base: Award, manager: Any) -> None:
    mine, office = browser_of(manager), browser_of(officer)
    keep = reverse("awards:keep", args=[base.pk])
    assert [one["label"] for one in office.get(keep).context["acts"]] == [
        "Warn the holder", "Ask for rectification", "Revoke the award",
    ]  # fmt: skip
    assert [one["label"] for one in mine.get(keep).context["acts"]] == ["Give the award up"]
    rectify = reverse("awards:act", args=[base.pk, "rectify"])
    assert mine.get(rectify).status_code == 403
    assert office.post(rectify, {"seen": 0, "reason": "年报不实"}).status_code == 302
    assert office.post(rectify, {"seen": 0, "reason": "年报不实"}).status_code == 409
    one = Rectification.objects.get(award=base)
    address = reverse("awards:rectification", args=[one.pk])
    assert mine.post(address, {"plan": "重新核对数据"}).status_code == 302
    assert "重新核对数据" in office.get(address).content.decode()
    assert office.post(address, {"passed": "no", "reason": "仍不实"}).status_code == 302
    shown = office.get(keep)
    assert len(shown.context["proposals"]) == 1
    assert mine.get(keep).context["proposals"] == []
    base.refresh_from_db()
    revoke = reverse("awards:act", args=[base.pk, "revoke"])
    assert office.get(revoke).context["form"].initial["ground"] == "not_rectified"
    data = {"seen": base.revision, "ground": "fraud", "reason": "弄虚作假"}
    assert office.post(revoke, data).status_code == 302
    bar = base.bars.get()
    assert office.post(reverse("awards:bar", args=[bar.pk]), {"reason": "复议改判"}).status_code == 302
    assert office.get(reverse("awards:kept"), {"state": "revoked"}).context["list"].items[0].pk == base.pk


def test_a_payment_goes_through_its_pages_and_amounts_stay_in(officer: Any) -> None:
    chief, stranger = person("chief", "officer"), person("stranger")
    office, second = browser_of(officer), browser_of(chief)
    round = making.open_round(officer, paying_scheme())
    case = at_payment(officer, round, 1, ("技-1", "200000", False))
    line = line_of(officer, round)
    payee_of(officer, case)
    assert office.get(reverse("awards:work-out", args=[case.pk])).status_code == 200
    assert office.post(reverse("awards:work-out", args=[case.pk])).status_code == 302
    one = Entitlement.objects.get(case=case)
    pay = {name: reverse("awards:pay", args=[one.pk, name]) for name in ("approve", "receipt", "recover")}
    assert second.post(pay["approve"], {"line": line.pk}).status_code == 302
    data = {"issuer": "青川市科学技术局", "addressee": "市财政局"}
    assert office.post(line.get_absolute_url(), data).status_code == 302
    assert office.post(pay["receipt"], {"number": "付-1", "on": "2026-02-02"}).status_code == 302
    page = office.get(one.get_absolute_url())
    assert page.context["status"]["word"] == "paid"
    assert "6222000011112222" not in page.content.decode()
    assert office.get(reverse("awards:money"), {"export": "csv"}).status_code == 200
    for address in (one.get_absolute_url(), line.get_absolute_url(), pay["recover"]):
        assert browser_of(stranger).get(address).status_code == 403
    assert list(browser_of(stranger).get(reverse("awards:money")).context["list"].items) == []
    again = browser_of(officer).post(reverse("awards:work-out", args=[case.pk]))
    assert again.context["form"].non_field_errors() == ["This case isn't at its payment."]
