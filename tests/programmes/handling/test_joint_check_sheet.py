"""Replies of departments by spreadsheet: all rows or none, each fault by row and cell."""

from typing import Any

import pytest

from qinglan.kernel.sheets.reading import Reading, Row
from qinglan.programmes.domain.joint_check import Answered, enter_replies
from qinglan.programmes.handling import joint_check_sheet
from qinglan.programmes.models import Case, DepartmentReply, Reply
from tests.programmes import making

ASKED = ("市发展改革委", "无严重失信")


@pytest.fixture
def cases(officer: Any) -> list[Case]:
    round = making.open_round(officer)
    made = [
        making.walked(officer, making.submitted(officer, round, number), "passed", "recommended")
        for number in (1, 2)
    ]
    for place, case in enumerate(made, 1):
        Case.objects.filter(pk=case.pk).update(number=f"QC-{place}")
    return [Case.objects.get(pk=case.pk) for case in made]


def row(number: int, case: str, reply: str, reason: str = "", department: str = ASKED[0]) -> Row:
    values = {
        "number": case,
        "department": department,
        "requirement": ASKED[1],
        "reply": reply,
        "reason": reason,
    }
    return Row(number, values)


@pytest.mark.django_db
def test_what_rows_would_do_and_what_is_wrong_with_them(cases: list[Case]) -> None:
    reading = Reading(
        rows=[
            row(3, "QC-1", "clear"),
            row(4, "QC-2", "hit"),
            row(5, "QC-9", "clear"),
            row(6, "QC-2", "clear", department="市税务局"),
            row(7, "QC-1", "hit", "失信"),
        ],
        places={"number": 1, "department": 2, "requirement": 3, "reply": 4, "reason": 5},
    )
    found = joint_check_sheet.examine(reading=reading)
    assert [(one.row, one.act, one.key) for one in found.outcomes] == [(3, "change", "QC-1")]
    assert [(one.row, str(one.complaint)) for one in found.findings] == [
        (4, "Say what the department found."),
        (5, "No case of this number waits for departments."),
        (6, "This department wasn't asked this about the case. Copy both as the list prints them."),
        (7, "The same question stands already in row 3."),
    ]


@pytest.mark.django_db
def test_replies_that_come_back_move_their_cases_and_an_objection_stays(
    officer: Any, cases: list[Case]
) -> None:
    answers = [
        Answered("QC-1", *ASKED, Reply.CLEAR),
        Answered("QC-2", *ASKED, Reply.HIT, "列入失信名单"),
    ]
    assert enter_replies(acting_user=officer, answers=answers, source="回复.xlsx") == 2
    assert list(Case.objects.order_by("pk").values_list("number", "step")) == [
        ("QC-1", "notice"),
        ("QC-2", "joint"),
    ]
    assert list(DepartmentReply.objects.order_by("pk").values_list("reply", "reason", "source")) == [
        ("clear", "", "回复.xlsx"),
        ("hit", "列入失信名单", "回复.xlsx"),
    ]


@pytest.mark.django_db
def test_nothing_is_entered_while_one_row_fits_no_question(officer: Any, cases: list[Case]) -> None:
    from qinglan.kernel.conflicts import Impossible

    answers = [Answered("QC-1", *ASKED, Reply.CLEAR), Answered("QC-2", "市税务局", ASKED[1], Reply.CLEAR)]
    with pytest.raises(Impossible, match="QC-2 does not wait for 市税务局"):
        enter_replies(acting_user=officer, answers=answers, source="回复.xlsx")
    assert set(DepartmentReply.objects.values_list("reply", flat=True)) == {"pending"}


def test_several_departments_answer_about_one_case_in_one_file() -> None:
    from qinglan.kernel.sheets.reading import read

    lines = (
        "申报编号,部门,审查事项,回复,理由\n2026-0001-0001,市生态环境局,事项一,无异议,\n"
        "2026-0001-0001,市税务局,事项二,有异议,欠税\n"
    )
    found = read(joint_check_sheet.FORM, "回复.csv", lines.encode())
    assert [str(one.complaint) for one in found.findings] == []
    assert [(row.values["number"], row.values["department"], row.values["reply"]) for row in found.rows] == [
        ("2026-0001-0001", "市生态环境局", "clear"),
        ("2026-0001-0001", "市税务局", "hit"),
    ]
