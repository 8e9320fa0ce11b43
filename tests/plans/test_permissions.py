"""Who may do what: the whole table, the verbs themselves, and the list that goes with `plans.view`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.permissions import TABLE, PermissionRefused
from qinglan.plans.domain import item
from qinglan.plans.domain.attachment import attach_text
from qinglan.plans.domain.indicator import define_and_link
from qinglan.plans.domain.pack import load_plan
from qinglan.plans.domain.plan import open_plan
from qinglan.plans.domain.version import publish_version, withdraw_version
from qinglan.plans.models import Version
from qinglan.plans.queries import visible_versions
from qinglan.plans.reader import read_text
from tests.plans import sample
from tests.plans.sample import checks

pytestmark = pytest.mark.django_db

OFFICER = {"officer"}
OFFICER_AND_SYSTEM = {"officer", "system"}


def test_the_whole_table(people: dict[str, Any], version: Version) -> None:
    found = {
        name: {who for who, user in people.items() if permissions.answer(user, name, version)}
        for name in TABLE
        if name.startswith("plans.")
    }
    assert found == {
        "plans.upload": OFFICER_AND_SYSTEM,
        "plans.confirm": OFFICER,
        "plans.link": OFFICER,
        "plans.attach": OFFICER_AND_SYSTEM,
        "plans.publish": OFFICER_AND_SYSTEM,
        "plans.withdraw": OFFICER,
        "plans.load_pack": {"system"},
        "plans.view": OFFICER,
    }


def test_an_officer_whose_account_is_closed_may_nothing(people: dict[str, Any], version: Version) -> None:
    people["officer"].is_active = False
    names = [name for name in TABLE if name.startswith("plans.")]
    assert [name for name in names if permissions.answer(people["officer"], name, version)] == []


def test_each_verb_lets_in_those_whom_the_table_names(
    people: dict[str, Any], version: Version, city: Any, tmp_path: Path
) -> None:
    """A verb counts as open to somebody who gets past the permission, whatever it then says to the act."""
    target = version.quantities.all()[0]
    reading = read_text(sample.TEXT, document="x")
    said = sample.content()
    plan_file = sample.write_plan(tmp_path)
    verbs: dict[str, Callable[[Any], Any]] = {
        "open_plan": lambda who: open_plan(
            acting_user=who, slug=sample.ADDRESS, title="x", territory=city, pack=""
        ),
        "take_in": lambda who: sample.take_in_plan(who, city),
        "confirm_item": lambda who: item.confirm_item(acting_user=who, item=target, seen_revision=0),
        "drop_item": lambda who: item.drop_item(acting_user=who, item=target, seen_revision=0),
        "correct_item": lambda who: item.correct_item(
            acting_user=who, item=target, content=said, seen_revision=0
        ),
        "add_item": lambda who: item.add_item(acting_user=who, article=target.article, content=said),
        "confirm_all": lambda who: item.confirm_all(acting_user=who, version=version),
        "link_measure": lambda who: item.link_measure(
            acting_user=who, target=target, measure="x", parameters={}, seen_revision=0
        ),
        "define_and_link": lambda who: define_and_link(
            acting_user=who,
            target=target,
            name="",
            definition="",
            unit="",
            kind="amount",
            form_number="",
            confidentiality="public",
            seen_revision=0,
        ),
        "publish_version": lambda who: publish_version(
            acting_user=who, version=version, seen_revision=0, checks=checks()
        ),
        "withdraw_version": lambda who: withdraw_version(
            acting_user=who, version=version, reason="", seen_revision=0
        ),
        "attach_text": lambda who: attach_text(
            acting_user=who, version=version, reading=reading, file_name="x"
        ),
        "load_plan": lambda who: load_plan(acting_user=who, pack=sample.pack(tmp_path), path=plan_file),
    }
    found = {
        name: {who for who, user in people.items() if _is_let_in(verb, user)} for name, verb in verbs.items()
    }
    assert found == {
        "open_plan": OFFICER_AND_SYSTEM,
        "take_in": OFFICER_AND_SYSTEM,
        "confirm_item": OFFICER,
        "drop_item": OFFICER,
        "correct_item": OFFICER,
        "add_item": OFFICER,
        "confirm_all": OFFICER,
        "link_measure": OFFICER,
        "define_and_link": OFFICER,
        "publish_version": OFFICER_AND_SYSTEM,
        "withdraw_version": OFFICER,
        "attach_text": OFFICER_AND_SYSTEM,
        "load_plan": {"system"},
    }


def _is_let_in(verb: Callable[[Any], Any], user: Any) -> bool:
    from django.db import transaction

    try:
        with transaction.atomic():
            verb(user)
            transaction.set_rollback(True)
    except PermissionRefused as refused:
        return not refused.reason  # A refusal must say why.
    except Impossible:
        pass  # Past the permission.
    return True


def test_the_list_of_versions_is_the_twin_of_the_permission(
    people: dict[str, Any], officer: Any, city: Any
) -> None:
    texts = [sample.TEXT.replace("30家", f"{number}家") for number in (31, 32, 33, 34)]
    versions = [sample.take_in_plan(officer, city, text) for text in texts]
    states = dict(zip(("reading", "published", "withdrawn", "never published"), versions, strict=True))
    states["published"] = sample.publish(officer, states["published"])
    once = sample.publish(officer, states["withdrawn"])
    states["withdrawn"] = withdraw_version(acting_user=officer, version=once, reason="x", seen_revision=1)
    states["never published"] = withdraw_version(
        acting_user=officer, version=states["never published"], reason="x", seen_revision=0
    )
    by_permission = {
        who: {name for name, version in states.items() if permissions.answer(user, "plans.view", version)}
        for who, user in people.items()
    }
    by_list = {
        who: {name for name, version in states.items() if visible_versions(user).contains(version)}
        for who, user in people.items()
    }
    everybody = {"published", "withdrawn"}
    assert by_permission == by_list
    assert by_list == {**dict.fromkeys(people, everybody), "officer": set(states)}
