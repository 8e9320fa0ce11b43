"""The one gate of a version's state: publication, withdrawal, and every refusal."""

from typing import Any

import pytest

from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.plans.domain.item import confirm_all, drop_item
from qinglan.plans.domain.version import publish_version, set_version_state, withdraw_version
from qinglan.plans.models import Version, VersionState
from qinglan.plans.queries import current_version, version_for
from tests.plans.sample import ADDRESS, OTHER_TEXT, checks, decide_all, publish, take_in_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def refusal(call: Any) -> tuple[str | None, str]:
    with pytest.raises(Impossible) as refused:
        call()
    return refused.value.field, refused.value.message


def test_publication_waits_for_every_decision_and_every_link(version: Version, officer: Any) -> None:
    def publish_now() -> Version:
        return publish_version(acting_user=officer, version=version, seen_revision=0, checks=checks())

    undecided = "%s items have not been confirmed yet. Confirm, correct or drop each of them first."
    assert refusal(publish_now) == (None, undecided % 8)
    drop_item(acting_user=officer, item=version.bodies.all()[0], seen_revision=0)
    assert refusal(publish_now) == (None, undecided % 7)
    confirm_all(acting_user=officer, version=version)
    unlinked = "4 targets are not linked to a measure yet. Choose for each how it is counted."
    assert refusal(publish_now) == (None, unlinked)
    decide_all(officer, version)
    published = publish_now()
    assert (published.state, published.published_by, published.revision) == ("published", officer, 1)
    assert published.published_at is not None


def test_a_dropped_target_needs_no_measure(version: Version, officer: Any) -> None:
    for target in version.quantities.filter(kind="target"):
        drop_item(acting_user=officer, item=target, seen_revision=0)
    confirm_all(acting_user=officer, version=version)
    assert (
        publish_version(acting_user=officer, version=version, seen_revision=0, checks=checks()).state
        == "published"
    )


def test_a_withdrawal_says_why(version: Version, officer: Any) -> None:
    publish(officer, version)

    def withdraw(reason: str) -> Version:
        return withdraw_version(acting_user=officer, version=version, reason=reason, seen_revision=1)

    assert refusal(lambda: withdraw("  ")) == (
        "reason",
        "Say why the version is withdrawn; readers will see it.",
    )
    gone = withdraw(" 数据有误 ")
    assert (gone.state, gone.withdrawal_reason, gone.revision) == ("withdrawn", "数据有误", 2)


def test_steps_that_do_not_exist_are_refused(version: Version, officer: Any) -> None:
    def step(to: VersionState) -> None:
        set_version_state(acting_user=officer, version=version, to=to, reason="x")

    publish(officer, version)
    assert refusal(lambda: step(VersionState.PUBLISHED)) == (
        None,
        "A version that is “published” can't become “published”.",
    )
    step(VersionState.WITHDRAWN)
    assert [
        refusal(lambda to=to: step(to))[1] for to in (VersionState.PUBLISHED, VersionState.WITHDRAWN)
    ] == [
        "A version that is “withdrawn” can't become “published”.",
        "A version that is “withdrawn” can't become “withdrawn”.",
    ]


def test_who_looked_at_another_state_is_told(version: Version, officer: Any) -> None:
    publish(officer, version)
    with pytest.raises(StaleEdit) as stale:
        withdraw_version(acting_user=officer, version=version, reason="x", seen_revision=0)
    assert stale.value.differences == [Difference("state", "withdrawn", "published")]


def test_readers_see_the_newest_published_version_and_after_its_withdrawal_the_one_before(
    version: Version, officer: Any, city: Any, people: dict[str, Any]
) -> None:
    stranger = people["stranger"]
    assert (current_version(ADDRESS), version_for(stranger, ADDRESS)) == (None, None)
    publish(officer, version)
    second = take_in_plan(officer, city, OTHER_TEXT)
    assert version_for(stranger, ADDRESS) == version_for(officer, ADDRESS) == version
    assert (version_for(stranger, ADDRESS, 2), version_for(officer, ADDRESS, 2)) == (None, second)
    second = publish(officer, second)
    assert current_version(ADDRESS) == version_for(stranger, ADDRESS) == second
    withdraw_version(acting_user=officer, version=second, reason="x", seen_revision=second.revision)
    assert current_version(ADDRESS) == version_for(stranger, ADDRESS) == version
    assert version_for(stranger, ADDRESS, 2) == second
