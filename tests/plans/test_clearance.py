"""A plan passes the gate before it becomes public."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from qinglan.kernel.disclosure.domain import NotCleared
from qinglan.kernel.disclosure.models import Clearance
from qinglan.plans.domain.version import publish_version
from qinglan.plans.models import Version
from tests.plans.sample import checks, decide_all, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
ID = "50010119900101123X"


def test_a_published_version_has_its_clearance(version: Version, officer: Any) -> None:
    publish(officer, version)
    made = Clearance.objects.get(subject=f"plans.version:{version.pk}")
    assert (made.cleared_by, made.findings, made.secrecy_by, made.secrecy_basis) == (
        officer,
        [],
        "保密员（演示）",
        "保密审查表第1号",
    )


def with_number(version: Version, officer: Any) -> None:
    decide_all(officer, version)
    version.articles.filter(number=1).update(text=f"联系人身份证号 {ID}")


def test_a_number_in_an_article_stops_the_publication(version: Version, officer: Any, client: Any) -> None:
    with_number(version, officer)
    with pytest.raises(NotCleared, match=r"500\*{11}123X \(article 1"):
        publish_version(acting_user=officer, version=version, seen_revision=0, checks=checks())
    client.force_login(officer)
    page = client.post(address(version) + "?lang=en", said()).content.decode()
    version.refresh_from_db()
    assert ("500***********123X" in page, ID in page, 'name="override_reason"' in page) == (True, False, True)
    assert (version.state, Clearance.objects.count()) == ("reading", 0)


def test_an_officer_decides_with_a_reason(version: Version, officer: Any, client: Any) -> None:
    with_number(version, officer)
    client.force_login(officer)
    assert 'name="override_reason"' in client.post(address(version), said()).content.decode()
    assert client.post(address(version), said(override_reason="本人书面同意")).status_code == 302
    version.refresh_from_db()
    assert (version.state, Clearance.objects.get().override_reason) == ("published", "本人书面同意")


def address(version: Version) -> str:
    return reverse("plans:publish", args=[version.plan.slug, version.number])


def said(**more: object) -> dict[str, object]:
    """What the officer writes on the page."""
    both = {
        f"{kind}_{part}": value
        for kind in ("secrecy", "publication")
        for part, value in (("by", "甲（演示）"), ("on", "2026-09-28"), ("basis", f"{kind} form 1"))
    }
    return {"version": 0, **both, **more}


@pytest.mark.parametrize(
    ("missing", "where"),
    [
        ({"secrecy_basis": " "}, "secrecy_basis"),
        ({"publication_basis": ""}, "publication_basis"),
        ({"publication_by": ""}, "publication_by"),
        ({"secrecy_on": "2999-01-01"}, "secrecy_on"),
        ({"secrecy_on": ""}, "secrecy_on"),
    ],
)
def test_nobody_publishes_without_both_checks(
    version: Version, officer: Any, client: Any, missing: dict[str, str], where: str
) -> None:
    decide_all(officer, version)
    client.force_login(officer)
    answer = client.post(address(version), said(**missing))
    version.refresh_from_db()
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [where])
    assert (version.state, Clearance.objects.count()) == ("reading", 0)


def test_both_checks_are_kept_as_they_were_stated(version: Version, officer: Any, client: Any) -> None:
    decide_all(officer, version)
    client.force_login(officer)
    shown = client.get(address(version)).context["form"].initial
    assert (shown["secrecy_by"], shown["publication_by"]) == (str(officer), str(officer))
    assert client.post(address(version), said(publication_by="乙（演示）")).status_code == 302
    fields = (
        "secrecy_by",
        "secrecy_on",
        "secrecy_basis",
        "publication_by",
        "publication_on",
        "publication_basis",
    )
    assert Clearance.objects.values_list(*fields).get() == (
        "甲（演示）",
        date(2026, 9, 28),
        "secrecy form 1",
        "乙（演示）",
        date(2026, 9, 28),
        "publication form 1",
    )


def test_a_version_with_open_items_leads_back_to_the_bench(
    version: Version, officer: Any, client: Any
) -> None:
    client.force_login(officer)
    answer = client.get(address(version))
    assert (answer.status_code, answer.url) == (
        302,
        reverse("plans:reading", args=[version.plan.slug, version.number]),
    )
