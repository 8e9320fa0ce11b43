"""A whole application as a spreadsheet: out, filled in, and taken over as a whole or not at all."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.programmes.cases.application_sheet import template
from qinglan.programmes.domain.case_sheet import Faults, fill_from_sheet
from qinglan.programmes.models import CaseDraft
from tests.programmes.applying import PATENT, begun, fill, revision_of, save

pytestmark = pytest.mark.django_db
ANSWER = 3


def taken(case: Any) -> Any:
    """The template of the case as a workbook."""
    draft = CaseDraft.objects.get(case=case)
    made = template(case.version.definition, draft.answers, draft.rows, set(draft.standing["prefilled"]))
    return load_workbook(io.BytesIO(made))


def put(book: Any, sheet: str, question: str, value: Any) -> None:
    for row in book[sheet].iter_rows(min_row=3):
        if row[0].value == question:
            row[ANSWER - 1].value = value


def hand_in(user: Any, case: Any, book: Any, seen: int | None = None) -> CaseDraft:
    buffer = io.BytesIO()
    book.save(buffer)
    return fill_from_sheet(
        acting_user=user, case=case, name="填报.xlsx", content=buffer.getvalue(),
        seen_revision=revision_of(case) if seen is None else seen,
    )  # fmt: skip


def test_filled_in_it_is_taken_over_as_a_whole(officer: Any) -> None:
    case, user = begun(officer)
    book = taken(case)
    put(book, "basics", "industry", "C35")
    put(book, "basics", "size", "中型")
    put(book, "basics", "applicant_name", "别的公司")
    put(book, "figures", "revenue", 12000.5)
    put(book, "figures", "has_system", "否")
    put(book, "figures", "means", "光伏；中水回用")
    book["patents"].append(["", PATENT, "铝灰回收方法", "是"])
    draft = hand_in(user, case, book)
    expected = {
        "industry": "C35",
        "size": "medium",
        "revenue": "120005000",
        "has_system": False,
        "means": ["solar", "water"],
    }
    assert {name: draft.answers[name] for name in expected} == expected
    assert (
        draft.answers["applicant_name"] == "青川第1环保有限公司"
    )  # What the system knows isn't taken from a file.
    assert draft.rows["patents"] == [
        {"_row": 1, "patent": PATENT, "patent_title": "铝灰回收方法", "is_green": True}
    ]


def test_taken_out_and_handed_in_again_nothing_changes(officer: Any) -> None:
    case, user = begun(officer)
    fill(user, case)
    before = CaseDraft.objects.get(case=case)
    after = hand_in(user, case, taken(case))
    assert (after.answers, after.rows) == (before.answers, before.rows)


def test_every_fault_is_named_by_its_cell_and_nothing_is_taken_over(officer: Any) -> None:
    case, user = begun(officer)
    book = taken(case)
    put(book, "figures", "revenue", "viel")
    put(book, "figures", "recovery_rate", 120)
    put(book, "basics", "industry", "C35")
    book["basics"].append(["score", "", "100"])
    for place, value in enumerate(("ZL202110000001.7", "甲", "是"), 2):
        book["patents"].cell(4, place, value)
    before = CaseDraft.objects.get(case=case)
    with pytest.raises(Faults) as refused:
        hand_in(user, case, book)
    beginnings = [sentence.split(": ")[0].split("：")[0] for sentence in refused.value.sentences]
    assert [line.split(":")[0] for line in beginnings] == [
        "Sheet basics, row 9, column A",
        "Sheet figures, row 3, column C",
        "Sheet figures, row 6, column C",
        "Sheet patents, row 4, column B",
    ]
    after = CaseDraft.objects.get(case=case)
    assert (after.answers, after.rows, after.revision) == (before.answers, before.rows, before.revision)


def test_another_file_and_a_stale_one_are_refused(officer: Any) -> None:
    from openpyxl import Workbook

    case, user = begun(officer)
    with pytest.raises(Impossible, match="not the spreadsheet of this application"):
        hand_in(user, case, Workbook())
    with pytest.raises(Impossible):
        fill_from_sheet(acting_user=user, case=case, name="x.xlsx", content=b"no zip", seen_revision=0)
    book = taken(case)
    seen = revision_of(case)
    save(user, case, "summary", product="甲")
    with pytest.raises(StaleEdit):
        hand_in(user, case, book, seen)
