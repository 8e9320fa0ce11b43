"""Two versions, article by article: the same, changed, new, gone."""

from typing import Any

import pytest

from qinglan.plans.comparison import compare
from qinglan.plans.models import Version
from tests.plans.sample import TEXT, take_in_plan

pytestmark = pytest.mark.django_db


def changes(old: Version, new: Version) -> list[tuple[int | None, int | None, str]]:
    return [
        (pair.old.number if pair.old else None, pair.new.number if pair.new else None, pair.change)
        for pair in compare(old, new)
    ]


def items(old: Version, new: Version) -> list[tuple[str, str, str]]:
    return [
        (
            item.change,
            str(item.old.value.normalize()) if item.old else "",
            str(item.new.value.normalize()) if item.new else "",
        )
        for pair in compare(old, new)
        for item in pair.changed_items
    ]


def test_a_version_is_the_same_as_itself(version: Version) -> None:
    assert changes(version, version) == [(n, n, "same") for n in (1, 2, 3, 4)]
    assert items(version, version) == []


def test_a_changed_number_and_a_renamed_heading(version: Version, officer: Any, city: Any) -> None:
    text = TEXT.replace("30家", "40家").replace("加强组织领导", "强化组织领导")
    new = take_in_plan(officer, city, text)
    assert changes(version, new) == [(1, 1, "changed"), (2, 2, "same"), (3, 3, "same"), (4, 4, "changed")]
    assert items(version, new) == [("changed", "3E+1", "4E+1")]
    first = compare(version, new)[0]
    for kept, whole in (("old", version), ("new", new)):
        text = "".join(part.text for part in first.segments if part.kind in ("both", kept))
        assert f"（一）{text}" == whole.articles.get(number=1).text
    assert [part.text for part in first.segments if part.kind == "new"] == ["培育绿色技术创新企业40家，"]


def test_an_article_that_moved_is_found_again_by_its_heading(
    version: Version, officer: Any, city: Any
) -> None:
    inserted = "（二）完善标准体系。到2028年，制定绿色技术标准10项。\n\n（三）培育"
    text = (
        TEXT.replace("（二）培育", inserted)
        .replace("（三）建设", "（四）建设")
        .replace("（四）加强", "（五）加强")
    )
    new = take_in_plan(officer, city, text)
    assert [(old, now, change) for old, now, change in changes(version, new)] == [
        (1, 1, "same"),
        (None, 2, "new"),
        (2, 3, "same"),
        (3, 4, "same"),
        (4, 5, "same"),
    ]
    assert items(version, new) == [("new", "", "1E+1")]


def test_an_article_that_is_gone_stands_where_it_was(version: Version, officer: Any, city: Any) -> None:
    start, end = TEXT.index("（三）建设交易市场"), TEXT.index("三、保障措施")
    new = take_in_plan(officer, city, (TEXT[:start] + TEXT[end:]).replace("（四）加强", "（三）加强"))
    assert changes(version, new) == [(1, 1, "same"), (2, 2, "same"), (3, None, "gone"), (4, 3, "same")]
    assert items(version, new) == [("gone", "1", "")]


def test_what_was_dropped_is_not_compared(version: Version, officer: Any, city: Any) -> None:
    new = take_in_plan(officer, city, TEXT.replace("30家", "40家"))
    for each in (version, new):
        each.quantities.filter(indicator="绿色技术创新企业").update(
            decision="dropped", decided_at="2026-01-01T00:00Z"
        )
    assert items(version, new) == []
