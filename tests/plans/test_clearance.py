"""A plan passes the gate before it becomes public."""

from typing import Any

import pytest
from django.urls import reverse

from qinglan.kernel.disclosure.domain import NotCleared
from qinglan.kernel.disclosure.models import Clearance
from qinglan.plans.domain.version import publish_version
from qinglan.plans.models import Version
from tests.plans.sample import decide_all, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
ID = "50010119900101123X"


def test_a_published_version_has_its_clearance(version: Version, officer: Any) -> None:
    publish(officer, version)
    made = Clearance.objects.get(subject=f"plans.version:{version.pk}")
    assert (made.cleared_by, made.findings, made.secrecy_by) == (officer, [], str(officer))


def with_number(version: Version, officer: Any) -> None:
    decide_all(officer, version)
    version.articles.filter(number=1).update(text=f"联系人身份证号 {ID}")


def test_a_number_in_an_article_stops_the_publication(version: Version, officer: Any, client: Any) -> None:
    with_number(version, officer)
    with pytest.raises(NotCleared, match=r"500\*{11}123X \(article 1"):
        publish_version(acting_user=officer, version=version, seen_revision=0)
    client.force_login(officer)
    address = reverse("plans:publish", args=[version.plan.slug, version.number])
    page = client.post(address + "?lang=en", {"version": 0}).content.decode()
    version.refresh_from_db()
    assert ("500***********123X" in page, ID in page, 'name="override_reason"' in page) == (True, False, True)
    assert (version.state, Clearance.objects.count()) == ("reading", 0)


def test_an_officer_decides_with_a_reason(version: Version, officer: Any, client: Any) -> None:
    with_number(version, officer)
    client.force_login(officer)
    address = reverse("plans:publish", args=[version.plan.slug, version.number])
    assert 'name="override_reason"' in client.post(address, {"version": 0}).content.decode()
    assert client.post(address, {"version": 0, "override_reason": "本人书面同意"}).status_code == 302
    version.refresh_from_db()
    assert (version.state, Clearance.objects.get().override_reason) == ("published", "本人书面同意")
