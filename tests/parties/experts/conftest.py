"""A city with lists of fields, an officer, and people who may become experts."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

PACKS = Path(__file__).resolve().parents[3] / "packs"


@pytest.fixture(autouse=True)
def in_english() -> Any:
    """Messages are compared in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def city(db: None) -> Any:
    """A city, the rules about experts, and a list of fields."""
    from qinglan.kernel.codes.lists import Edition, Row, replace
    from qinglan.kernel.rulebook.packs import discover
    from qinglan.kernel.rulebook.rule_files import load_rules
    from qinglan.parties.domain.account import system_user
    from qinglan.parties.personal_packs import load_privacy
    from tests.parties.organisations.made import territories

    edition = Edition("key-fields-test", "key-fields", "关键领域", "Key fields", "test")
    replace(edition, [Row("1", "节能环保", 1, "", "Saving"), Row("2", "清洁能源", 1, "", "Clean energy")])
    national = next(pack for pack in discover(PACKS) if pack.slug == "cn-national")
    load_rules(acting_user=system_user(), pack=national, path=PACKS / "cn-national/rules/experts.yaml")
    load_privacy(acting_user=system_user(), pack=national, path=PACKS / "cn-national/privacy.yaml")
    return territories()


@pytest.fixture
def officer(city: Any) -> Any:
    """An officer who can log in."""
    from tests.parties.organisations.made import officer_account

    return officer_account()


@pytest.fixture
def chen(city: Any) -> Any:
    """Somebody with an account."""
    from tests.parties.organisations.made import person_account

    return person_account("chen")
