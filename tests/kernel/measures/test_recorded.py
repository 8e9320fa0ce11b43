"""What is reported, corrected and withdrawn becomes events, in the same transaction."""

import json
from typing import Any

import pytest

from qinglan.kernel.events.models import Event, Personal
from qinglan.kernel.events.verification import verify_all
from qinglan.kernel.measures.domain.figure import correct_figure, report_figures, withdraw_figure
from tests.kernel.measures.city import EAST, FIRM_A, figure, get, report_of

pytestmark = pytest.mark.django_db


def events_of() -> list[tuple[str, str, dict[str, Any]]]:
    rows = Event.objects.filter(stream__startswith="figures:").order_by("stream", "sequence")
    return [(row.stream, row.kind, json.loads(bytes(row.payload))) for row in rows]


def test_a_figure_its_correction_and_its_withdrawal_are_on_record(city: Any, officer: Any) -> None:
    first = figure(officer, "projects", 2025, "10")
    second = correct_figure(
        acting_user=officer, figure=first, report=report_of("projects", 2025, "12"), reason="misread"
    )
    withdraw_figure(acting_user=officer, figure=second, reason="counted elsewhere")
    common = {
        "confidentiality": first.confidentiality,
        "evidence": "annual form, archive 12",
        "reported_on": "2026-02-20",
        "subject_code": "",
        "territory": first.territory_id,
        "year": 2025,
    }
    stream = f"figures:{get('projects').pack}.projects"
    assert events_of() == [
        (stream, "measures.figure-reported", {**common, "id": first.pk, "value": "10"}),
        (
            stream,
            "measures.figure-corrected",
            {**common, "id": second.pk, "value": "12", "corrects": first.pk, "reason": "misread"},
        ),
        (
            stream,
            "measures.figure-withdrawn",
            {
                **common,
                "id": second.pk,
                "value": "12.0000",
                "corrects": first.pk,
                "reason": "counted elsewhere",
            },
        ),
    ]
    assert {finding.fault for finding in verify_all()} == {""}


def test_a_name_without_a_code_may_be_a_persons_and_is_kept_apart(city: Any, officer: Any) -> None:
    report_figures(
        acting_user=officer,
        reports=[
            report_of("output", 2025, "1", subject_name="Firm A", subject_code=FIRM_A, territory_id=EAST),
            report_of("output", 2025, "2", subject_name="A household", territory_id=EAST),
        ],
    )
    (_stream, _kind, with_code), (_stream, _kind, without) = events_of()
    assert with_code["subject_name"] == "Firm A"
    assert "subject_name" not in without
    assert list(without["personal"]) == ["subject_name"]
    assert [
        (row.sequence, bytes(row.value)) for row in Personal.objects.filter(stream__startswith="figures:")
    ] == [(2, b'"A household"')]
