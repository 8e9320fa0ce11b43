"""A published plan leaves as an official paper."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents.models import Paper
from qinglan.kernel.documents.official.content import Table
from qinglan.kernel.rulebook.kinds import load_all
from qinglan.parties.domain.account import system_user
from qinglan.plans import papers
from qinglan.plans.models import Version
from tests.packs.reading import PACKS
from tests.support.people import person

pytestmark = pytest.mark.django_db
WORDING = papers.Wording("青蓝市科学技术局", first_day=date(2026, 9, 28), last_day=date(2026, 10, 10))


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """All packs, in a transaction that ends with the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_all(PACKS, acting_user=system_user())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def version(loaded: None) -> Any:
    return Version.objects.select_related("plan").get(plan__pack="cn-500000-chongqing")


def test_the_table_holds_every_target_in_chinese_whatever_the_readers_language(version: Any) -> None:
    with translation.override("en"):
        content = papers.compose(version, "public_notice", WORDING)
    table = next(block for block in content.blocks if isinstance(block, Table))
    targets = list(version.quantities.filter(kind="target"))
    assert [row[1] for row in table.rows] == [target.indicator for target in targets]
    assert {row[5] for row in table.rows} <= {"约束性", "引导性"}
    assert table.rows[0][4] == f"第{targets[0].article.number}条"
    assert content.blocks[0].text.endswith("公示时间为2026年9月28日至2026年10月10日。")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("kind", "wording", "field"),
    [
        ("public_notice", papers.Wording("市科技局"), "last_day"),
        (
            "consultation",
            papers.Wording("市科技局", first_day=date(2026, 2, 2), last_day=date(2026, 2, 1)),
            "last_day",
        ),
    ],
)
def test_a_notice_needs_a_whole_period(version: Any, kind: Any, wording: papers.Wording, field: str) -> None:
    with pytest.raises(Impossible) as refused:
        papers.compose(version, kind, wording)
    assert refused.value.field == field


def test_a_version_that_is_not_published_does_not_leave(version: Any) -> None:
    version.state = "reading"
    with pytest.raises(Impossible):
        papers.draft_plan_paper(
            acting_user=person("o", "officer"), version=version, kind="promulgation", wording=WORDING
        )
    assert not Paper.objects.exists()


def test_an_officer_drafts_the_paper_from_the_plans_page(version: Any, client: Any) -> None:
    client.force_login(person("o", "officer"))
    address = reverse("plans:paper", args=[version.plan.slug, version.number])
    assert address in client.get(version.plan.get_absolute_url()).content.decode()
    refused = client.post(address, {"kind": "public_notice", "issuer": "青蓝市科学技术局"})
    made = client.post(address, {"kind": "promulgation", "issuer": "青蓝市科学技术局", "day": "2026-11-20"})
    paper = Paper.objects.get()
    assert (refused.status_code, made.status_code, made["Location"]) == (422, 302, paper.get_absolute_url())
    assert paper.subject_url == f"{version.plan.get_absolute_url()}?version={version.number}"
    docx = client.post(reverse("documents:take", args=[paper.pk, "docx"]))
    assert docx.content.startswith(b"PK\x03\x04")
    assert paper.title in client.get(address).content.decode()
