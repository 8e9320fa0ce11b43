"""Defining an indicator by hand: what is made, what is refused, what goes on record."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.events.models import Event
from qinglan.kernel.measures.domain.indicator import Definition, define_indicator
from qinglan.kernel.measures.models import Indicator
from qinglan.kernel.permissions import PermissionRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def definition(city: Any) -> Definition:
    return Definition(
        pack="own-plan",
        territory_id="990000",
        name="农机总动力",
        definition="年末数",
        unit="亿千瓦",
        kind="amount",
        subject="none",
        form_number="农机1表",
        confidentiality="public",
    )


def test_an_amount_is_reported_by_year_and_goes_on_record(officer: Any, definition: Definition) -> None:
    indicator = define_indicator(acting_user=officer, definition=definition)
    made = Indicator.objects.values(
        "pack", "slug", "name_zh", "name_en", "unit", "kind", "period", "subject", "form_number"
    ).get(pk=indicator.pk)
    assert made == {
        "pack": "own-plan",
        "slug": "nong-ji-zong-dong-li",
        "name_zh": "农机总动力",
        "name_en": "农机总动力",
        "unit": "亿千瓦",
        "kind": "amount",
        "period": "year",
        "subject": "none",
        "form_number": "农机1表",
    }
    event = Event.objects.get(stream="figures:own-plan.nong-ji-zong-dong-li")
    assert (event.kind, json.loads(bytes(event.payload))["name"]) == (
        "measures.indicator-defined",
        "农机总动力",
    )


def test_a_list_is_reported_by_day_about_organisations(officer: Any, definition: Definition) -> None:
    indicator = define_indicator(acting_user=officer, definition=replace(definition, kind="entry"))
    assert (indicator.period, indicator.subject) == ("date", "organisation")


def test_names_of_the_same_sound_get_addresses_of_their_own(officer: Any, definition: Definition) -> None:
    define_indicator(acting_user=officer, definition=definition)
    second = define_indicator(acting_user=officer, definition=replace(definition, name="农机总动例"))
    assert second.slug == "nong-ji-zong-dong-li-2"


@pytest.mark.parametrize(
    ("change", "field"),
    [({"name": " "}, "name"), ({"definition": ""}, "definition"), ({"form_number": ""}, "form_number")],
)
def test_what_an_auditor_would_miss_is_refused(
    officer: Any, definition: Definition, change: dict[str, str], field: str
) -> None:
    with pytest.raises(Impossible) as refused:
        define_indicator(acting_user=officer, definition=replace(definition, **change))
    assert refused.value.field == field
    assert not Indicator.objects.filter(pack="own-plan").exists()


def test_a_name_is_given_once(officer: Any, definition: Definition) -> None:
    define_indicator(acting_user=officer, definition=definition)
    with translation.override("en"), pytest.raises(Impossible, match="exists already"):
        define_indicator(acting_user=officer, definition=definition)


def test_only_officers_define(administrator: Any, definition: Definition) -> None:
    with pytest.raises(PermissionRefused):
        define_indicator(acting_user=administrator, definition=definition)
