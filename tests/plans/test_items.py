"""Deciding on items: confirm, drop, correct, add, confirm all, link; and every refusal."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.plans.domain.indicator import define_and_link
from qinglan.plans.domain.item import (
    add_item,
    confirm_all,
    confirm_item,
    correct_item,
    drop_item,
    link_measure,
)
from qinglan.plans.models import Quantity, Version
from tests.plans.sample import content, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def target(version: Version) -> Quantity:
    return version.quantities.get(slug="target-1")


def decided(row: Any) -> tuple[str, int, Any, bool]:
    row.refresh_from_db()
    return (row.decision, row.revision, row.decided_by, row.decided_at is not None)


def test_confirming_and_dropping_are_recorded_with_person_and_time(version: Version, officer: Any) -> None:
    first, second = version.quantities.all()[:2]
    body = version.bodies.all()[0]
    confirm_item(acting_user=officer, item=first, seen_revision=0)
    drop_item(acting_user=officer, item=second, seen_revision=0)
    confirm_item(acting_user=officer, item=body, seen_revision=0)
    assert [decided(row) for row in (first, second, body)] == [
        ("confirmed", 1, officer, True),
        ("dropped", 1, officer, True),
        ("confirmed", 1, officer, True),
    ]


def test_what_was_dropped_can_be_taken_back_in(target: Quantity, officer: Any) -> None:
    drop_item(acting_user=officer, item=target, seen_revision=0)
    confirm_item(acting_user=officer, item=target, seen_revision=1)
    assert decided(target) == ("confirmed", 2, officer, True)


def test_a_correction_replaces_what_was_read(target: Quantity, officer: Any) -> None:
    said = content(comparator="range", value=Decimal(30), upper=Decimal(35), quote="绿色技术创新企业30家")
    corrected = correct_item(acting_user=officer, item=target, content=said, seen_revision=0)
    assert (corrected.value, corrected.upper, corrected.comparator) == (Decimal(30), Decimal(35), "range")
    assert corrected.article.text[corrected.start or 0 :].startswith("绿色技术创新企业30家")
    assert decided(target) == ("corrected", 1, officer, True)


def test_a_target_that_turns_out_a_rule_loses_its_measure(target: Quantity, officer: Any) -> None:
    link_measure(
        acting_user=officer,
        target=target,
        measure="reported.latest",
        parameters={"indicator": "firms"},
        seen_revision=0,
    )
    corrected = correct_item(acting_user=officer, item=target, content=content(kind="rule"), seen_revision=1)
    assert (corrected.kind, corrected.measure, corrected.measure_parameters) == ("rule", "", {})


def test_an_added_item_gets_an_address_of_its_own_and_stays_added(version: Version, officer: Any) -> None:
    article = version.articles.get(number=4)
    said = content(quote="明确分工", indicator="分工")
    added = add_item(acting_user=officer, article=article, content=said)
    assert (added.slug, added.position, added.start) == ("target-6", 6, article.text.index("明确分工"))
    again = correct_item(acting_user=officer, item=added, content=said, seen_revision=added.revision)
    assert decided(again) == ("added", 2, officer, True)


REFUSED = {
    "words that are not there": ({"quote": "一万家"}, "quote"),
    "no words": ({"quote": " "}, "quote"),
    "a range without end": ({"comparator": "range"}, "upper"),
    "an end without range": ({"upper": Decimal(40)}, "upper"),
    "an end below the beginning": ({"comparator": "range", "upper": Decimal(20)}, "upper"),
    "a deadline that is none": ({"deadline": "soon"}, "deadline"),
    "a month that is none": ({"deadline": "2028-13"}, "deadline"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_contradictions_are_refused_beside_their_field(name: str, target: Quantity, officer: Any) -> None:
    changes, field = REFUSED[name]
    said = content(**changes)
    acts: dict[str, Callable[[], Any]] = {
        "correct": lambda: correct_item(acting_user=officer, item=target, content=said, seen_revision=0),
        "add": lambda: add_item(acting_user=officer, article=target.article, content=said),
    }
    found = {}
    for act, call in acts.items():
        with pytest.raises(Impossible) as refused:
            call()
        found[act] = refused.value.field
    assert found == {"correct": field, "add": field}
    assert decided(target) == ("proposed", 0, None, False)
    assert target.version.quantities.count() == 5


def test_confirming_all_leaves_what_was_decided_alone(version: Version, officer: Any) -> None:
    first, second = version.quantities.all()[:2]
    drop_item(acting_user=officer, item=first, seen_revision=0)
    correct_item(acting_user=officer, item=second, content=content(), seen_revision=0)
    assert confirm_all(acting_user=officer, version=version) == 6
    assert list(version.quantities.values_list("decision", "revision")) == [
        ("dropped", 1),
        ("corrected", 1),
        ("confirmed", 1),
        ("confirmed", 1),
        ("confirmed", 1),
    ]
    assert confirm_all(acting_user=officer, version=version) == 0


def test_a_stale_edit_shows_what_differs_and_writes_nothing(target: Quantity, officer: Any) -> None:
    correct_item(acting_user=officer, item=target, content=content(value=Decimal(31)), seen_revision=0)
    with pytest.raises(StaleEdit) as stale:
        correct_item(
            acting_user=officer, item=target, content=content(value=Decimal(32), unit="户"), seen_revision=0
        )
    assert stale.value.differences == [
        Difference("decision", "—", "corrected"),
        Difference("value", "32", "31"),
        Difference("unit", "户", "家"),
    ]
    target.refresh_from_db()
    assert (target.value, target.revision) == (Decimal(31), 1)


def link(officer: Any, target: Quantity, measure: str, parameters: dict[str, Any]) -> Quantity:
    return link_measure(
        acting_user=officer,
        target=target,
        measure=measure,
        parameters=parameters,
        seen_revision=target.revision,
    )


def test_linking_keeps_the_decision(target: Quantity, officer: Any) -> None:
    linked = link(officer, target, "reported.latest", {"indicator": "firms"})
    assert (linked.measure, linked.measure_parameters, linked.decision, linked.revision) == (
        "reported.latest",
        {"indicator": "firms"},
        "proposed",
        1,
    )


@pytest.mark.parametrize(
    ("measure", "parameters", "field", "words"),
    [
        ("reported.none", {}, "measure", "There is no measure of this name."),
        ("reported.latest", {}, "parameters", "reported.latest: indicator: Field required"),
        (
            "reported.latest",
            {"indicator": "moons"},
            "parameters",
            "the pack cn-990000-qinghe has no indicator 'moons'",
        ),
        (
            "reported.share",
            {"numerator": "firms", "denominator": "moons"},
            "parameters",
            "has no indicator 'moons'",
        ),
        (
            "programmes.awards_in_force",
            {"programme": "moons"},
            "parameters",
            "moons is no scheme of this place.",
        ),
    ],
)
def test_a_link_that_leads_nowhere_is_refused(
    measure: str, parameters: dict[str, Any], field: str, words: str, target: Quantity, officer: Any
) -> None:
    with pytest.raises(Impossible) as refused:
        link(officer, target, measure, parameters)
    assert (refused.value.field, words in refused.value.message) == (field, True)


def test_a_rule_is_not_counted(version: Version, officer: Any) -> None:
    with pytest.raises(Impossible) as refused:
        link(officer, version.quantities.get(kind="rule"), "reported.latest", {"indicator": "firms"})
    assert refused.value.field == "measure"


def test_defining_an_indicator_links_the_target_or_keeps_nothing(target: Quantity, officer: Any) -> None:
    from qinglan.kernel.measures.models import Indicator

    given = {
        "acting_user": officer,
        "target": target,
        "name": "绿色企业数",
        "definition": "年末名单上的企业",
        "unit": "家",
        "kind": "amount",
        "form_number": "QH-2",
        "confidentiality": "public",
    }
    with pytest.raises(StaleEdit):
        define_and_link(**given, seen_revision=7)
    assert Indicator.objects.filter(name_zh="绿色企业数").count() == 0
    linked = define_and_link(**given, seen_revision=0)
    made = Indicator.objects.get(name_zh="绿色企业数")
    assert (linked.measure, linked.measure_parameters) == ("reported.latest", {"indicator": made.slug})


def test_a_published_version_is_closed_for_every_decision(version: Version, officer: Any) -> None:
    publish(officer, version)
    target, body = version.quantities.all()[0], version.bodies.all()[0]
    seen = {"acting_user": officer, "seen_revision": target.revision}
    acts: dict[str, Callable[[], Any]] = {
        "confirm": lambda: confirm_item(item=target, **seen),
        "drop": lambda: drop_item(item=body, **seen),
        "correct": lambda: correct_item(item=target, content=content(), **seen),
        "add": lambda: add_item(acting_user=officer, article=target.article, content=content()),
        "confirm all": lambda: confirm_all(acting_user=officer, version=version),
        "link": lambda: link(officer, target, "reported.latest", {"indicator": "firms"}),
    }
    found = {}
    for name, act in acts.items():
        with pytest.raises(Impossible) as refused:
            act()
        found[name] = refused.value.message
    closed = "This version is no longer being confirmed; read the changed text as a new version."
    assert found == dict.fromkeys(acts, closed)
