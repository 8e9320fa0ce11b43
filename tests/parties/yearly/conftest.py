"""A firm with a member, an officer, a yearly form and its indicator."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english() -> Any:
    """Messages are compared in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def officer(db: None) -> Any:
    """An officer who can log in."""
    from tests.parties.organisations.made import officer_account, territories

    territories()
    return officer_account()


@pytest.fixture
def firm(officer: Any) -> Any:
    """A verified enterprise."""
    from tests.parties.organisations.made import verified

    return verified(officer, 1)


@pytest.fixture
def member(firm: Any) -> Any:
    """Who reports for it."""
    from tests.parties.organisations.made import person_account
    from tests.support.people import join

    user = person_account("member")
    join(user, firm)
    return user


@pytest.fixture
def form(officer: Any) -> Any:
    """A form with a number that is put on record, a whole number and a text."""
    from qinglan.kernel.measures.models import Indicator
    from qinglan.parties.models import YearlyForm, YearlyQuestion

    Indicator.objects.create(
        pack="cn-990000-test",
        territory_id="990000",
        slug="output",
        name_zh="年产值",
        name_en="Output",
        unit="万元",
        subject="organisation",
        period="year",
        kind="amount",
        form_number="1",
        confidentiality="confidential",
    )
    made = YearlyForm.objects.create(
        pack="cn-990000-test",
        slug="firms",
        digest="x",
        title_zh="年报",
        title_en="Yearly return",
        number="测试1表",
        maker="办公室（演示）",
        valid_until=date(2099, 12, 31),
        territory="990000",
        kinds=["enterprise"],
        due_month=2,
        due_day=28,
    )
    for position, (key, kind, unit, required, indicator) in enumerate(
        (
            ("output", "amount", "万元", True, "output"),
            ("staff", "count", "人", True, ""),
            ("remarks", "text", "", False, ""),
        ),
        1,
    ):
        YearlyQuestion.objects.create(
            form=made,
            position=position,
            key=key,
            label_zh=key,
            label_en=key,
            unit=unit,
            kind=kind,
            required=required,
            indicator=indicator,
        )
    return made
