"""Bringing a pack's plan into the system: once, changed, and faulty."""

from pathlib import Path
from typing import Any

import pytest

from qinglan.kernel.rulebook.yaml_file import PackError
from qinglan.plans.domain.pack import load, load_plan
from qinglan.plans.domain.version import withdraw_version
from qinglan.plans.models import Plan, Version
from tests.plans.sample import PLAN, SLUG, changed, pack, two, write_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def versions() -> list[tuple[int, str, str]]:
    return list(Version.objects.order_by("number").values_list("number", "state", "title"))


def bring(directory: Path, people: dict[str, Any], content: dict[str, Any] = PLAN) -> tuple[Version, bool]:
    path = write_plan(directory, content)
    return load_plan(acting_user=people["system"], pack=pack(directory), path=path)


def test_a_plan_comes_whole_and_published(tmp_path: Path, people: dict[str, Any]) -> None:
    version, new = bring(tmp_path, people)
    assert new
    assert (version.plan.slug, version.number, version.state, version.published_by) == (
        SLUG,
        1,
        "published",
        people["system"],
    )
    assert [
        (a.number, a.chapter.number, a.heading, a.text) for a in version.articles.select_related("chapter")
    ] == [
        (1, 1, "主要目标", ""),
        (2, 2, "培育创新主体", ""),
        (3, 2, "建设交易市场", ""),
        (4, 3, "加强组织领导", ""),
    ]
    assert list(version.quantities.values_list("slug", "kind", "decision", "measure", "start")) == [
        ("firms", "target", "confirmed", "reported.latest", None),
        ("centres", "target", "confirmed", "reported.latest", None),
        ("growth", "target", "confirmed", "reported.growth", None),
        ("grant", "rule", "confirmed", "", None),
    ]
    assert list(version.bodies.values_list("name", "role", "decision")) == [("市科技局", "lead", "confirmed")]
    assert list(version.articles.get(number=2).services.values_list("part", "for_en")) == [
        ("plans", "English of 公开目标"),
        ("programmes", "English of 认定企业"),
    ]


def test_the_same_file_changes_nothing(tmp_path: Path, people: dict[str, Any]) -> None:
    first, _new = bring(tmp_path, people)
    again, new = bring(tmp_path, people)
    assert (again, new, len(versions())) == (first, False, 1)
    assert load(acting_user=people["system"], pack=pack(tmp_path), path=write_plan(tmp_path)) == 0


def test_a_changed_file_is_a_new_version_and_the_old_one_stays(
    tmp_path: Path, people: dict[str, Any]
) -> None:
    bring(tmp_path, people)
    bring(tmp_path, people, changed(title="青禾市方案（修订）"))
    assert versions() == [
        (1, "published", "青禾市绿色技术创新三年实施方案"),
        (2, "published", "青禾市方案（修订）"),
    ]
    assert Plan.objects.get().title == "青禾市方案（修订）"


def test_a_file_changed_back_is_a_version_of_its_own(tmp_path: Path, people: dict[str, Any]) -> None:
    bring(tmp_path, people)
    bring(tmp_path, people, changed(title="青禾市方案（修订）"))
    version, new = bring(tmp_path, people)
    assert (version.number, new, version.title) == (3, True, "青禾市绿色技术创新三年实施方案")


def test_a_version_that_was_withdrawn_does_not_come_back_by_itself(
    tmp_path: Path, people: dict[str, Any]
) -> None:
    version, _new = bring(tmp_path, people)
    withdraw_version(
        acting_user=people["officer"], version=version, reason="wrong", seen_revision=version.revision
    )
    again, new = bring(tmp_path, people)
    assert (again.state, new, len(versions())) == ("withdrawn", False, 1)


def _quantity(index: int, **changes: Any) -> dict[str, Any]:
    rows = [dict(row) for row in PLAN["plan"]["quantities"]]
    rows[index] |= changes
    return changed(quantities=rows)


def _articles(**changes: Any) -> dict[str, Any]:
    rows = [dict(row) for row in PLAN["plan"]["articles"]]
    rows[1] |= changes
    return changed(articles=rows)


FAULTS = {
    "territory": (changed(territory="123456"), "there is no territory '123456'"),
    "measure": (
        _quantity(0, measure={"name": "reported.none", "with": {}}),
        "firms: there is no measure 'reported.none'",
    ),
    "no measure": (_quantity(0, measure=None), "firms: a target needs a measure"),
    "parameters": (
        _quantity(0, measure={"name": "reported.latest", "with": {"indikator": "x"}}),
        "firms: reported.latest: indicator: Field required",
    ),
    "id": (_quantity(1, id="firms"), "the id 'firms' stands twice"),
    "article": (_quantity(0, article=9), "firms: article 9 is not listed"),
    "no upper": (_quantity(1, upper=None), "centres: a range, and only a range, has an upper value"),
    "upper": (_quantity(0, upper="50"), "firms: a range, and only a range, has an upper value"),
    "upper below": (_quantity(1, upper="2"), "centres: the upper value must be larger than the lower"),
    "deadline": (_quantity(0, deadline="soon"), "firms: the deadline 'soon' is no year, month or day"),
    "part": (
        _articles(serves=[{"part": "moon", "for": two("x")}]),
        "article 2 is served by an unknown part 'moon'",
    ),
    "part twice": (
        _articles(serves=[{"part": "plans", "for": two("x")}, {"part": "plans", "for": two("y")}]),
        "article 2 names a part twice",
    ),
    "chapter": (_articles(chapter=7), "article 2 lies in chapter 7, which is not listed"),
    "number": (_articles(number=1), "the article 1 stands twice"),
    "body": (
        changed(bodies=[{"article": 8, "role": "lead", "name": "市科技局", "quote": "x"}]),
        "市科技局: article 8 is not listed",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_file_and_nothing_is_stored(
    tmp_path: Path, people: dict[str, Any], name: str
) -> None:
    content, message = FAULTS[name]
    path = write_plan(tmp_path, content)
    with pytest.raises(PackError) as refused:
        load_plan(acting_user=people["system"], pack=pack(tmp_path), path=path)
    assert f"{path}: {message}" in refused.value.findings
    assert (versions(), Plan.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("plan: [", ":2: did not find expected node content"),
        ("plan: {slug: x}", ":1: plan.title: Field required"),
        ("plan:\n  slug: x\n  slug: y", ":3: the key 'slug' stands twice"),
    ],
)
def test_a_malformed_file_is_named_with_its_line(
    tmp_path: Path, people: dict[str, Any], text: str, ending: str
) -> None:
    path = write_plan(tmp_path)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as refused:
        load_plan(acting_user=people["system"], pack=pack(tmp_path), path=path)
    assert refused.value.findings[0] == f"{path}{ending}"
