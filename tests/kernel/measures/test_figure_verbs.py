"""Verbs on amounts: who may, what is refused and why, and the chain of corrections."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.kernel.measures.domain.chain import chain_of, last_of
from qinglan.kernel.measures.domain.checks import AlreadyOnRecord
from qinglan.kernel.measures.domain.figure import (
    correct_figure,
    report_figure,
    report_figures,
    withdraw_figure,
)
from qinglan.kernel.measures.models import Figure
from qinglan.kernel.permissions import PermissionRefused
from tests.kernel.measures.city import CITY, EAST, FIRM_A, OLD, WEST, figure, get, report_of

pytestmark = pytest.mark.django_db
FIRM = {"subject_name": "Firm A", "subject_code": FIRM_A, "territory_id": EAST}


def test_an_officer_reports_and_everything_is_kept(city: Any, officer: Any) -> None:
    before = clock.now()
    made = figure(
        officer,
        "output",
        2025,
        "123456789012.3456",
        subject_name=" Firm A ",
        subject_code="９１５００117 dem0-00014y",
        territory_id=EAST,
        evidence=" form 1 ",
    )
    kept = Figure.objects.get(pk=made.pk)
    assert (
        kept.value,
        kept.subject_name,
        kept.subject_code,
        kept.evidence,
        kept.reporter,
        kept.territory_id,
        kept.confidentiality,
        kept.is_current,
        kept.corrects,
    ) == (
        Decimal("123456789012.3456"),
        "Firm A",
        FIRM_A,
        "form 1",
        officer,
        EAST,
        "public",
        True,
        None,
    )
    assert before <= kept.recorded_at <= clock.now()


def test_others_are_refused_with_the_reason(city: Any, officer: Any, administrator: Any) -> None:
    stands = figure(officer, "projects", 2024, "3")
    report = report_of("projects", 2025, "1")
    for act in (
        lambda: report_figure(acting_user=administrator, report=report),
        lambda: report_figures(acting_user=administrator, reports=[report]),
        lambda: correct_figure(acting_user=administrator, figure=stands, report=report, reason="x"),
        lambda: withdraw_figure(acting_user=administrator, figure=stands, reason="x"),
    ):
        with pytest.raises(PermissionRefused) as caught:
            act()
        assert caught.value.reason == "Only an officer may report figures. Log in with an officer's account."
    assert list(Figure.objects.values_list("year", "closed_at")) == [(2024, None)]


@pytest.mark.parametrize(
    ("slug", "changes", "field", "message"),
    [
        ("green", {}, "indicator", "This indicator is a list: enter an item of the list, not an amount."),
        ("output", {}, "subject_name", "Name the organisation that the figure is about."),
        ("contracts", FIRM, "subject_name", "This figure is about a territory, not an organisation."),
        ("projects", {"year": 2999}, "year", "The year 2999 has not begun yet."),
        ("projects", {"value": Decimal("-1")}, "value", "The amount can't be below zero."),
        ("projects", {"value": Decimal("1.5")}, "value", "This is counted in whole numbers."),
        ("projects", {"evidence": "  "}, "evidence", "Name the document that the figure comes from."),
        ("contracts", {"territory_id": "nowhere"}, "territory", "Choose the territory."),
        (
            "contracts",
            {"territory_id": OLD},
            "territory",
            "Old District existed until 2023-12-31. Choose the territory that took over.",
        ),
        (
            "output",
            FIRM | {"value": Decimal("0.12345")},
            "value",
            "Ensure that there are no more than 4 decimal places.",
        ),
        (
            "output",
            FIRM | {"subject_code": FIRM_A[:-1]},
            "subject_code",
            "A unified social credit code has 18 characters. Copy it from the business licence.",
        ),
        (
            "output",
            FIRM | {"subject_code": FIRM_A[:-1] + "X"},
            "subject_code",
            "The last character does not fit the others, so one of the 18 is mistyped. Compare the code with the business licence.",
        ),
        (
            "output",
            FIRM | {"subject_code": "I" + FIRM_A[1:]},
            "subject_code",
            "The code holds a character that can't stand there (letters I, O, S, V and Z are never used). Compare it with the business licence.",
        ),
        (
            "secret-output",
            FIRM | {"confidentiality": "public"},
            "confidentiality",
            "This indicator is not for the public. Choose the same or a stricter setting.",
        ),
        (
            "output",
            FIRM | {"subject_name": "x" * 121},
            "subject_name",
            "Ensure this value has at most 120 characters (it has 121).",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_field_and_reason(
    city: Any, officer: Any, slug: str, changes: dict[str, Any], field: str, message: str
) -> None:
    year = changes.get("year", 2025)
    others = {key: value for key, value in changes.items() if key not in ("year", "value")}
    report = report_of(slug, year, str(changes.get("value", "5")), **others)
    with pytest.raises(Impossible) as caught:
        report_figure(acting_user=officer, report=report)
    assert (caught.value.field, caught.value.message) == (field, message)
    assert Figure.objects.count() == 0


def test_the_report_does_not_come_from_the_future(city: Any, officer: Any) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(Impossible, match="The date of the report lies ahead"):
        figure(officer, "projects", 2025, "5", reported_on=tomorrow)


def test_another_citys_district_is_refused(city: Any, officer: Any) -> None:
    from qinglan.kernel.codes.models import Territory

    Territory.objects.create(code="110000", name_zh="别市", name_en="Other City", pinyin="b", kind="province")
    with pytest.raises(Impossible) as caught:
        figure(officer, "contracts", 2025, "5", territory_id="110000")
    assert caught.value.message == (
        "Other City does not belong to Test City. Choose the city itself or one of its parts."
    )


def test_a_district_that_has_ended_keeps_its_years(city: Any, officer: Any) -> None:
    assert figure(officer, "contracts", 2023, "5", territory_id=OLD).territory_id == OLD


def test_the_same_figure_is_not_reported_twice(city: Any, officer: Any) -> None:
    stands = figure(officer, "contracts", 2025, "5", territory_id=EAST)
    with pytest.raises(AlreadyOnRecord) as caught:
        figure(officer, "contracts", 2025, "6", territory_id=EAST)
    assert caught.value.message == (
        "A figure of this indicator for 2025 is already on record. Open it and correct it."
    )
    assert caught.value.standing == stands
    figure(officer, "contracts", 2025, "6", territory_id=WEST)
    figure(officer, "contracts", 2024, "6", territory_id=EAST)
    assert Figure.objects.count() == 3


def test_a_firm_counts_once_a_year_however_its_name_is_written(city: Any, officer: Any) -> None:
    stands = figure(officer, "output", 2025, "5", **FIRM)
    with pytest.raises(AlreadyOnRecord) as caught:
        figure(officer, "output", 2025, "6", **FIRM | {"subject_name": "Firm A Ltd", "territory_id": WEST})
    assert caught.value.standing == stands


def test_corrections_form_a_chain_with_reasons(city: Any, officer: Any, other_officer: Any) -> None:
    first = figure(officer, "projects", 2025, "10")
    second = correct_figure(
        acting_user=other_officer, figure=first, report=report_of("projects", 2025, "12"), reason=" misread "
    )
    third = correct_figure(
        acting_user=officer, figure=second, report=report_of("projects", 2025, "11"), reason="recounted"
    )
    assert [
        (link.pk, link.value, link.is_current, link.closing_reason, link.closed_by, link.reporter)
        for link in chain_of(second)
    ] == [
        (first.pk, Decimal(10), False, "misread", other_officer, officer),
        (second.pk, Decimal(12), False, "recounted", officer, other_officer),
        (third.pk, Decimal(11), True, "", None, officer),
    ]
    assert last_of(first) == third


def test_a_stale_correction_writes_nothing_and_shows_what_differs(
    city: Any, officer: Any, other_officer: Any
) -> None:
    seen = figure(officer, "projects", 2025, "10")
    correct_figure(
        acting_user=other_officer,
        figure=seen,
        report=report_of("projects", 2025, "12", evidence="second count"),
        reason="misread",
    )
    with pytest.raises(StaleEdit) as caught:
        correct_figure(
            acting_user=officer, figure=seen, report=report_of("projects", 2025, "11"), reason="recounted"
        )
    assert caught.value.differences == [
        Difference("value", "11", "12"),
        Difference("evidence", "annual form, archive 12", "second count"),
    ]
    assert sorted(Figure.objects.values_list("value", flat=True)) == [Decimal(10), Decimal(12)]


def test_a_withdrawn_figure_is_neither_corrected_nor_withdrawn_again(city: Any, officer: Any) -> None:
    seen = figure(officer, "projects", 2025, "10")
    withdraw_figure(acting_user=officer, figure=seen, reason="another city's")
    with pytest.raises(StaleEdit) as corrected:
        correct_figure(
            acting_user=officer, figure=seen, report=report_of("projects", 2025, "11"), reason="recounted"
        )
    assert corrected.value.differences == [Difference("value", "11", "withdrawn: another city's")]
    with pytest.raises(StaleEdit) as withdrawn:
        withdraw_figure(acting_user=officer, figure=seen, reason="again")
    assert withdrawn.value.differences == [Difference("record", "withdrawn", "withdrawn: another city's")]


def test_a_corrected_figure_is_not_withdrawn_by_who_saw_the_old_one(city: Any, officer: Any) -> None:
    seen = figure(officer, "projects", 2025, "10")
    correct_figure(
        acting_user=officer, figure=seen, report=report_of("projects", 2025, "12"), reason="misread"
    )
    with pytest.raises(StaleEdit) as caught:
        withdraw_figure(acting_user=officer, figure=seen, reason="wrong")
    assert caught.value.differences == [Difference("value", "withdrawn", "12")]


def test_changes_need_a_reason_and_keep_indicator_and_year(city: Any, officer: Any) -> None:
    stands = figure(officer, "projects", 2025, "10")
    report = report_of("projects", 2025, "11")
    for act, message in (
        (
            lambda: correct_figure(acting_user=officer, figure=stands, report=report, reason=" "),
            "Say why the figure is corrected; an auditor will ask.",
        ),
        (
            lambda: withdraw_figure(acting_user=officer, figure=stands, reason=""),
            "Say why the figure is withdrawn; an auditor will ask.",
        ),
        (
            lambda: correct_figure(
                acting_user=officer, figure=stands, report=report_of("projects", 2024, "11"), reason="x"
            ),
            "A correction keeps indicator and year. Withdraw the figure and report it anew.",
        ),
        (
            lambda: correct_figure(acting_user=officer, figure=stands, report=report, reason="x" * 201),
            "Ensure this value has at most 200 characters (it has 201).",
        ),
    ):
        with pytest.raises(Impossible) as caught:
            act()
        assert caught.value.message == message
    assert [figure.is_current for figure in Figure.objects.all()] == [True]


def test_after_a_withdrawal_the_figure_can_be_reported_anew(city: Any, officer: Any) -> None:
    stands = figure(officer, "projects", 2025, "10")
    withdraw_figure(acting_user=officer, figure=stands, reason="another city's")
    assert figure(officer, "projects", 2025, "4").is_current


def test_many_figures_come_in_together_or_not_at_all(city: Any, officer: Any) -> None:
    good = [report_of("contracts", 2025, "5", territory_id=code) for code in (CITY, EAST, WEST)]
    assert report_figures(acting_user=officer, reports=good) == 3
    bad = [report_of("projects", 2025, "5"), report_of("projects", 2024, "1.5")]
    with pytest.raises(Impossible) as caught:
        report_figures(acting_user=officer, reports=bad)
    assert (caught.value.message, caught.value.field) == ("Row 2: This is counted in whole numbers.", "value")
    doubled = [report_of("projects", 2025, "5"), report_of("projects", 2025, "6")]
    with pytest.raises(Impossible) as caught:
        report_figures(acting_user=officer, reports=doubled)
    assert caught.value.message == (
        "One of the figures is already on record, or stands twice among the rows. Nothing was entered."
    )
    assert Figure.objects.filter(indicator=get("projects")).count() == 0
