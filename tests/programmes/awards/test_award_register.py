"""The public register of awards and the measures over it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qinglan.kernel.measures.registry import BadParameters, evaluate
from qinglan.kernel.measures.result import Scope
from qinglan.programmes.domain.award_state import set_state
from qinglan.programmes.models import AwardState
from tests.programmes.awarding import awarded

pytestmark = pytest.mark.django_db


def browser() -> Client:
    one = Client()
    one.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return one


def in_force(on: date, **more: Any) -> Any:
    scope = Scope(pack="test", territory="990000", on=on)
    return evaluate("programmes.awards_in_force", scope, {"programme": "sample-scheme", **more})


def test_an_organisation_counts_once_and_every_award_says_why(officer: Any) -> None:
    first = awarded(officer, 1, number="A1", subject_name="甲")
    awarded(officer, 1, number="A2", subject_name="乙")
    awarded(officer, 2, number="A3", valid_from=date(2026, 6, 1))
    gone = awarded(officer, 3, number="A4")
    set_state(acting_user=officer, award=gone, to=AwardState.REVOKED, on=date(2026, 4, 1), reason="弄虚作假")
    ran_out = awarded(officer, 4, number="A5", valid_to=date(2026, 5, 1))
    set_state(acting_user=officer, award=ran_out, to=AwardState.EXPIRED, on=date(2026, 5, 1))

    def told(on: date) -> dict[str, tuple[bool, str]]:
        return {row.evidence: (row.counted, row.reason) for row in in_force(on).rows}

    assert told(date(2026, 5, 1)) == {
        "A1": (True, f"in force since {first.valid_from}"),
        "A2": (False, "the organisation counts once already"),
        "A3": (False, "in force only from 2026-06-01"),
        "A4": (False, "revoked on 2026-04-01"),
        "A5": (True, "in force since 2026-01-05"),
    }
    assert in_force(date(2026, 5, 1)).value == Decimal(2)
    assert told(date(2026, 3, 31))["A4"] == (True, "in force since 2026-01-05")
    assert told(date(2026, 5, 2))["A5"] == (False, "ran out on 2026-05-01")


def test_territory_level_and_scheme_narrow_the_count(officer: Any) -> None:
    awarded(officer, 1, number="A1")
    awarded(officer, 2, number="A2", level="national")
    assert in_force(date(2026, 5, 1), territory="990101").value == 2
    assert in_force(date(2026, 5, 1), territory="990102").value == 0
    assert in_force(date(2026, 5, 1), level="provincial").value == 1
    with pytest.raises(BadParameters, match="there is no scheme nothing"):
        evaluate(
            "programmes.awards_in_force", Scope("test", "990000", date(2026, 5, 1)), {"programme": "nothing"}
        )


def test_what_was_granted_in_a_year_keeps_what_was_revoked_and_counts_no_renewal_twice(officer: Any) -> None:
    first = awarded(officer, 1, number="A1", granted_on=date(2026, 1, 5))
    set_state(acting_user=officer, award=first, to=AwardState.REPLACED, on=date(2026, 9, 1))
    awarded(officer, 1, number="A2", granted_on=date(2026, 9, 1), renews=first)
    scope = Scope(pack="test", territory="990000", on=date(2026, 12, 31))

    def value(**more: Any) -> Any:
        return evaluate("programmes.awards_granted", scope, {"programme": "sample-scheme", **more}).value

    assert (value(), value(year=2026), value(year=2025)) == (1, 2, 0)


def test_everybody_reads_the_register_and_nothing_in_it_is_an_amount(officer: Any) -> None:
    one = awarded(officer, 1, number="QC2026001")
    other = awarded(officer, 2, number="QC2026002")
    set_state(acting_user=officer, award=other, to=AwardState.REVOKED, on=date(2026, 4, 1), reason="弄虚作假")
    page = browser().get(reverse("awards:register"), {"state": "in_force", "year": "2026"})
    assert [item.pk for item in page.context["list"].items] == [one.pk]
    shown = browser().get(other.get_absolute_url()).content.decode()
    assert "弄虚作假" in shown
    assert "This award has ended." in shown
    sheet = browser().get(reverse("awards:register"), {"export": "csv"}).content.decode("utf-8-sig")
    assert {line.split(",")[0] for line in sheet.splitlines()} >= {"QC2026001", "QC2026002"}


def test_a_person_who_was_honoured_is_not_named(officer: Any) -> None:
    from tests.programmes import making

    content = making.changed(
        manifest={**making.SMALL["manifest"], "applicants": {"kinds": ["enterprise"], "subject": "person"}}
    )
    one = awarded(officer, 1, number="P1", subject_name="李某（演示）", content=content)
    for address in (
        one.get_absolute_url(),
        reverse("awards:register"),
        reverse("awards:register") + "?export=csv",
    ):
        answer = browser().get(address)
        assert answer.status_code == 200
        assert "李某" not in answer.content.decode("utf-8-sig")


def test_the_register_asks_as_many_questions_for_four_awards_as_for_one(officer: Any) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser().get(reverse("awards:register")).status_code == 200
        return len(queries)

    awarded(officer, 1, number="A1")
    asked()
    one = asked()
    for number in (2, 3, 4):
        awarded(officer, number, number=f"A{number}")
    assert asked() == one


def test_a_list_of_those_before_the_register_counts_until_the_register_knows_them(officer: Any) -> None:
    from qinglan.kernel import clock
    from qinglan.kernel.codes.models import Territory
    from qinglan.kernel.measures.models import Entry, Indicator
    from tests.parties.organisations.made import code

    indicator = Indicator.objects.create(
        pack="test", slug="earlier", name_zh="名单", name_en="List", unit="家", kind="entry",
        subject="organisation", territory_id="990000", definition_zh="名单", definition_en="List",
    )  # fmt: skip
    east = Territory.objects.get(code="990101")
    for number in (1, 7):
        Entry.objects.create(
            indicator=indicator, territory=east, subject_code=code(number), subject_name=f"第{number}家",
            valid_from=date(2024, 1, 1), evidence="名单", confidentiality="public",
            reported_on=date(2024, 1, 2), reporter=officer, recorded_at=clock.now(),
        )  # fmt: skip
    first = awarded(officer, 1, number="A1", valid_from=date(2026, 3, 1))
    awarded(officer, 2, number="A2", valid_from=date(2026, 3, 1))

    def told(on: date) -> tuple[Any, list[tuple[str, bool, str]]]:
        found = in_force(on, listed_in="earlier")
        return found.value, [(row.subject, row.counted, row.reason) for row in found.rows]

    assert told(date(2026, 2, 28))[0] == 2
    set_state(acting_user=officer, award=first, to=AwardState.REVOKED, on=date(2026, 4, 1), reason="弄虚作假")
    assert told(date(2026, 5, 1)) == (
        2,
        [
            (first.holder.name, False, "revoked on 2026-04-01"),
            ("青川第2环保有限公司", True, "in force since 2026-03-01"),
            ("第1家", False, "the register of awards decides about it"),
            ("第7家", True, "on the list on 2026-05-01"),
        ],
    )
    assert in_force(date(2026, 5, 1)).rows[0].url == first.get_absolute_url()
